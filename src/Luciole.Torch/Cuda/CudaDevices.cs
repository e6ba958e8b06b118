using Luciole.Torch.Native;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Cuda;

/// <summary>The GPUs that libtorch can use, and why it can use none.</summary>
public static class CudaDevices
{
    /// <summary>How many there are, numbered from 0.</summary>
    public static int Count => TorchRuntime.CudaDeviceCount;

    /// <summary>Whether this libtorch was built for CUDA, whatever the machine has.</summary>
    public static bool IsBuilt => LibLucioleTorch.CudaBuilt() != 0;

    /// <summary>
    /// Whether the native library was compiled with CUDA's headers, which graphs and the counts of memory need; streams, events and free
    /// memory do without.
    /// </summary>
    public static bool HasExtras => LibLucioleTorch.CudaExtrasBuilt() != 0;

    /// <summary>
    /// NVIDIA's driver, for instance "580.159.04 (CUDA 13.0)": its version and the newest CUDA it runs. Null where the machine has none.
    /// </summary>
    public static string? Driver
    {
        get
        {
            if (NvidiaDriver.Open() is not { } driver)
                return null;
            var cuda = driver.CudaVersion is > 0 and var version ? $"CUDA {NvidiaDriverFacts.VersionText(version)}" : "";
            return NvidiaDriverVersion.Read() is not { } own ? cuda : cuda.Length == 0 ? own : $"{own} ({cuda})";
        }
    }

    /// <summary>Why the GPU of this number cannot be used, as the end of a sentence that says what to do; null where it can.</summary>
    public static string? WhyNot(int index) => new CudaFacts(
        TorchRuntime.Version,
        IsBuilt,
        CudaBuild.Parse(TorchRuntime.BuildDescription).Runtime,
        Count,
        NvidiaDriverFacts.Read(),
        Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES")).WhyNot(index);

    /// <summary>What is known of a GPU.</summary>
    /// <exception cref="Files.InputException">libtorch has no GPU of this number.</exception>
    public static CudaDeviceInfo Describe(int index)
    {
        TorchRuntime.Require(Device.Cuda(index));
        var driver = Started();
        var (free, total) = driver.Memory(index);
        return new CudaDeviceInfo(
            index, driver.Name(index), Driver ?? "", CudaBuild.Parse(TorchRuntime.BuildDescription).Runtime, driver.ComputeCapability(index), total, free);
    }

    /// <summary>Makes a GPU the one that this thread's calls without a device mean.</summary>
    public static void MakeCurrent(int index) => LibLucioleTorch.Check(LibLucioleTorch.CudaDeviceSet(index));

    /// <summary>The driver that libtorch works with.</summary>
    internal static NvidiaDriver Started()
    {
        var driver = NvidiaDriver.Open() ?? throw new InvalidOperationException($"{NvidiaDriver.File} cannot be loaded.");
        return driver.Initialize() is not 0 and var error ? throw new InvalidOperationException($"NVIDIA's driver does not start: {driver.ErrorName(error)}.") : driver;
    }
}
