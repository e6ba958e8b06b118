using Luciole.Torch;

namespace Luciole.Models.Footprint;

/// <summary>Where and how a network is computed, as far as memory depends on it.</summary>
/// <param name="Device">The kind of device.</param>
/// <param name="Lowered">The 16-bit type that products and convolutions are cast to (mixed precision); null: single precision throughout.</param>
public sealed record ComputeMode(DeviceKind Device, ScalarType? Lowered)
{
    private const long BytesOfSingle = 4;
    private const long BytesOfHalf = 2;

    /// <summary>Single precision on the processor, with kernels of our own.</summary>
    public static ComputeMode Processor { get; } = new(DeviceKind.Cpu, null);

    /// <summary>Whether attention is one operator that never has its weights in memory as a whole.</summary>
    public bool HasFusedAttention { get; init; } = Functional.HasFusedAttention;

    /// <summary>Whether transposed convolutions are cast too: on a GPU, and not by libtorch's list for the processor.</summary>
    public bool LowersTransposed => Device != DeviceKind.Cpu;

    /// <summary>Whether kernels of our own compute, which keep less than libtorch's.</summary>
    internal bool HasOwnKernels => Device == DeviceKind.Cpu && Lowered is null;

    internal bool IsLowered => Lowered is not null;

    internal long LoweredBytes => IsLowered ? BytesOfHalf : BytesOfSingle;
}
