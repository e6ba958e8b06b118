namespace Luciole.Models.Footprint;

/// <summary>A tensor's memory on a <see cref="MemoryTape"/>.</summary>
/// <param name="bytes">Its size.</param>
/// <param name="isLowered">Whether its elements are of the 16-bit type of mixed precision.</param>
internal sealed class MemoryBlock(long bytes, bool isLowered = false)
{
    /// <summary>Whether its elements are of the 16-bit type of mixed precision.</summary>
    public bool IsLowered => isLowered;

    /// <summary>Its size.</summary>
    public long Bytes => bytes;

    /// <summary>Whether the network still needs it.</summary>
    public bool IsHeld { get; set; } = true;

    /// <summary>Operators for whose way back autograd keeps it.</summary>
    public int Keepers { get; set; }

    /// <summary>Whether it is gone.</summary>
    public bool IsFreed { get; set; }
}
