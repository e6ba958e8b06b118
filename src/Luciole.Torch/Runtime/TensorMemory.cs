using Luciole.Torch.Native;

namespace Luciole.Torch.Runtime;

/// <summary>
/// The memory of all tensors on the processor. Freed blocks keep their pages for the next ones, so that a training step faults nothing in;
/// docs/decisions/0007 says how far. It belongs to the process, as libtorch's allocator does.
/// </summary>
public static class TensorMemory
{
    /// <summary>Bytes in tensors and in what libtorch's operators work with.</summary>
    public static long InUse => Read().InUse;

    /// <summary>The highest <see cref="InUse"/> since <see cref="ResetPeak"/> or the start.</summary>
    public static long Peak => Read().Peak;

    /// <summary>Bytes kept for the next tensors.</summary>
    public static long Kept => Read().Kept;

    /// <summary>Bytes that the system was asked for since the start; pages that went back and came again count twice.</summary>
    public static long Fresh => Read().Fresh;

    /// <summary>Makes the present use the highest.</summary>
    public static void ResetPeak() => LibLucioleTorch.MemoryPeakReset();

    /// <summary>Gives what is kept back to the system.</summary>
    public static void Trim() => LibLucioleTorch.MemoryTrim();

    private static NativeMemoryUse Read()
    {
        LibLucioleTorch.MemoryStats(out var use);
        return use;
    }
}
