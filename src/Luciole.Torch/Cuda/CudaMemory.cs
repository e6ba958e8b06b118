using Luciole.Torch.Native;

namespace Luciole.Torch.Cuda;

/// <summary>
/// The memory of a GPU. Counts are those of libtorch's allocator, which keeps what tensors gave back; they need a native library that was
/// compiled with CUDA's headers (<see cref="CudaDevices.HasExtras"/>) and are 0 without.
/// </summary>
public static class CudaMemory
{
    /// <summary>Bytes in tensors and in what operators work with.</summary>
    public static long Allocated(int index) => Read(index).Allocated;

    /// <summary>The highest <see cref="Allocated"/> since <see cref="ResetPeak"/> or the start.</summary>
    public static long PeakAllocated(int index) => Read(index).PeakAllocated;

    /// <summary>Bytes that libtorch holds of the GPU, used or kept for later.</summary>
    public static long Reserved(int index) => Read(index).Reserved;

    /// <summary>The highest <see cref="Reserved"/> since <see cref="ResetPeak"/> or the start.</summary>
    public static long PeakReserved(int index) => Read(index).PeakReserved;

    /// <summary>Bytes that no process holds; asked of the driver, so it is there without counts.</summary>
    public static long Free(int index) => CudaDevices.Started().Memory(index).Free;

    /// <summary>Bytes that new tensors can have: those that no process holds, and those that libtorch keeps without a user.</summary>
    public static long Available(int index)
    {
        var use = Read(index);
        return Free(index) + use.Reserved - use.Allocated;
    }

    /// <summary>Makes the present use the highest.</summary>
    public static void ResetPeak(int index)
    {
        if (CudaDevices.HasExtras)
            LibLucioleTorch.Check(LibLucioleTorch.CudaMemoryPeakReset(index));
    }

    /// <summary>Gives what is kept without a user back to the GPU, for other processes. Nothing happens where there are no counts.</summary>
    public static void EmptyCache()
    {
        if (CudaDevices.HasExtras)
            LibLucioleTorch.Check(LibLucioleTorch.CudaCacheEmpty());
    }

    /// <summary>Whether libtorch failed because the GPU or the machine had no memory left.</summary>
    public static bool IsOutOfMemory(TorchException failure) => failure.IsOutOfMemory;

    private static NativeCudaMemory Read(int index)
    {
        if (!CudaDevices.HasExtras)
            return default;
        LibLucioleTorch.Check(LibLucioleTorch.CudaMemoryGet(index, out var use));
        return use;
    }
}
