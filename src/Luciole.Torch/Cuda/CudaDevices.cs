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

    /// <summary>What is known of a GPU.</summary>
    /// <exception cref="Files.InputException">libtorch has no GPU of this number.</exception>
    public static CudaDeviceInfo Describe(int index)
    {
        TorchRuntime.Require(Device.Cuda(index));
        var driver = NvidiaDriver.Open() ?? throw new InvalidOperationException($"libtorch uses a GPU, but {NvidiaDriver.File} cannot be loaded.");
        _ = driver.Initialize();
        var (free, total) = driver.Memory(index);
        return new CudaDeviceInfo(index, driver.Name(index), "", "", driver.ComputeCapability(index), total, free);
    }

    /// <summary>Makes a GPU the one that this thread's calls without a device mean.</summary>
    public static void MakeCurrent(int index) => LibLucioleTorch.Check(LibLucioleTorch.CudaDeviceSet(index));
}
