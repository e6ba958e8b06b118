using Luciole.Torch;

namespace Luciole.Models.Footprint;

/// <summary>Bytes taken and given back, as our allocator serves them: freed blocks are cut and joined for later ones (docs/decisions/0007).</summary>
/// <param name="device">Where.</param>
internal sealed class MemoryUse(DeviceKind device)
{
    // Measured over 26 networks (docs/decisions/0010): what lies between blocks, and what libraries keep beside the tensors.
    private const double HolesPerByte = 0.03;
    private const long BesideOnProcessor = 40L << 20;

    // By what the sources of PyTorch say of cuBLAS's workspace, one for each of two streams on Hopper (docs/decisions/0015); not measured.
    private const long BesideOnGpu = 64L << 20;

    // Our allocator for the processor may keep 96 MiB beyond the highest use (docs/decisions/0007). Where parts are computed twice, blocks of
    // both times come in other orders, and it keeps about half of that (0015).
    private const long KeptWhereRecomputed = 48L << 20;

    /// <summary>Bytes in use.</summary>
    public long Now { get; private set; }

    /// <summary>The most bytes in use at a time.</summary>
    public long Peak { get; private set; }

    /// <summary>Bytes of the machine's or the GPU's memory that this takes at most.</summary>
    /// <param name="recomputes">Whether parts are computed twice.</param>
    public long Resident(bool recomputes) => (long)(Peak * (1 + HolesPerByte)) + (device == DeviceKind.Cpu
        ? BesideOnProcessor + (recomputes ? KeptWhereRecomputed : 0)
        : BesideOnGpu);

    /// <summary>A block comes into use.</summary>
    public void Take(long bytes) => Peak = Math.Max(Peak, Now += bytes);

    /// <summary>A block is given back.</summary>
    public void Give(long bytes) => Now -= bytes;
}
