namespace Luciole.Torch.Cuda;

/// <summary>All that decides whether a GPU can be used.</summary>
/// <param name="Libtorch">The version of libtorch.</param>
/// <param name="IsBuilt">Whether libtorch was built for CUDA.</param>
/// <param name="Runtime">The CUDA it was built with, or empty.</param>
/// <param name="Count">GPUs that libtorch sees.</param>
/// <param name="Driver">What NVIDIA's driver says, or null where there is none.</param>
/// <param name="VisibleDevices">The variable <c>CUDA_VISIBLE_DEVICES</c>, or null.</param>
internal sealed record CudaFacts(string Libtorch, bool IsBuilt, string Runtime, int Count, NvidiaDriverFacts? Driver, string? VisibleDevices)
{
    private const int NoDevice = 100;

    /// <summary>Why the GPU of this number cannot be used, as the end of a sentence; null where it can.</summary>
    public string? WhyNot(int index)
    {
        if (Count > index)
            return null;
        if (Count > 0)
            return Count == 1 ? "there is one GPU, number 0" : $"there are {Count} GPUs, numbered 0 to {Count - 1}";
        if (!IsBuilt)
            return $"this libtorch ({Libtorch}) was built without CUDA{(Driver is { Names: [var name, ..] } ? $", though the machine has an {name}" : "")}; set LUCIOLE_LIBTORCH to one with CUDA, for instance the folder of a Python environment that holds torch, and start again";
        return Driver switch
        {
            null => $"the machine has no NVIDIA driver ({NvidiaDriver.File} cannot be loaded)",
            { Error: NoDevice } or { Error: 0, Names: [] } => $"NVIDIA's driver shows this process no GPU{(VisibleDevices is null ? "" : $" (CUDA_VISIBLE_DEVICES is '{VisibleDevices}')")}",
            { Error: not 0 } failed => $"NVIDIA's driver does not start ({failed.ErrorName})",
            { } driver when IsTooOld(driver) => $"NVIDIA's driver runs CUDA up to {NvidiaDriverFacts.VersionText(driver.CudaVersion)}, and this libtorch was built with {Runtime}; update the driver, or take a libtorch for that CUDA",
            { } driver => $"this libtorch ({Libtorch}, CUDA {Runtime}) cannot use what NVIDIA's driver shows: {string.Join(", ", driver.Names)}",
        };
    }

    // Within one major version an older driver runs newer builds.
    private bool IsTooOld(NvidiaDriverFacts driver) =>
        Version.TryParse(Runtime, out var built) && driver.CudaVersion > 0 && driver.CudaVersion / 1000 < built.Major;
}
