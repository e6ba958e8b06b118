namespace Luciole.Torch.Cuda;

/// <summary>What NVIDIA's driver says of itself.</summary>
/// <param name="Error">0 when it started, else its error number.</param>
/// <param name="ErrorName">Its name for the error.</param>
/// <param name="CudaVersion">The newest CUDA it runs, as 1000 * major + 10 * minor; 0 when it does not tell.</param>
/// <param name="Names">The names of the GPUs that it shows this process.</param>
internal sealed record NvidiaDriverFacts(int Error, string ErrorName, int CudaVersion, string[] Names)
{
    /// <summary>Asks the driver; null where there is none.</summary>
    public static NvidiaDriverFacts? Read()
    {
        if (NvidiaDriver.Open() is not { } driver)
            return null;
        var error = driver.Initialize();
        return new NvidiaDriverFacts(
            error, error == 0 ? "" : driver.ErrorName(error), driver.CudaVersion, error == 0 ? [.. Enumerable.Range(0, driver.DeviceCount).Select(driver.Name)] : []);
    }

    /// <summary>A version of CUDA as it is written: "12.4" for 12040.</summary>
    public static string VersionText(int version) => $"{version / 1000}.{version % 1000 / 10}";
}
