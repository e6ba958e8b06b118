namespace Luciole.Models.Footprint;

/// <summary>Bytes taken and given back, as our allocator serves them: freed blocks are cut and joined for later ones (docs/decisions/0007).</summary>
internal sealed class MemoryUse
{
    // Measured over 26 networks (docs/decisions/0010): what lies between blocks, and what libraries keep beside the tensors.
    private const double HolesPerByte = 0.03;
    private const long Beside = 40L << 20;

    /// <summary>Bytes in use.</summary>
    public long Now { get; private set; }

    /// <summary>The most bytes in use at a time.</summary>
    public long Peak { get; private set; }

    /// <summary>Bytes of the machine's memory that this takes at most.</summary>
    public long Resident => (long)(Peak * (1 + HolesPerByte)) + Beside;

    /// <summary>A block comes into use.</summary>
    public void Take(long bytes) => Peak = Math.Max(Peak, Now += bytes);

    /// <summary>A block is given back.</summary>
    public void Give(long bytes) => Now -= bytes;
}
