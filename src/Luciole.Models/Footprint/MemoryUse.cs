namespace Luciole.Models.Footprint;

/// <summary>
/// Bytes taken and given back, small blocks and large ones apart: glibc keeps the former on its heap and never returns them to the
/// system, the latter come and go (docs/decisions/0007).
/// </summary>
internal sealed class MemoryUse
{
    private const long LargestHeapBlock = 32L << 20;

    // Measured over 26 networks (docs/decisions/0010): holes between small blocks, and what the heap takes ahead.
    private const double HolesPerByte = 0.45;
    private const long TakenAhead = 32L << 20;
    private long _small;
    private long _large;

    /// <summary>Bytes in use.</summary>
    public long Now => _small + _large;

    /// <summary>The most bytes in use in small blocks at a time.</summary>
    public long SmallPeak { get; private set; }

    /// <summary>The most bytes in use in large blocks at a time.</summary>
    public long LargePeak { get; private set; }

    /// <summary>Bytes of the machine's memory that this takes at most: the heap with its holes, and the large blocks beside it.</summary>
    public long Resident => (long)(SmallPeak * (1 + HolesPerByte)) + LargePeak + TakenAhead;

    /// <summary>A block comes into use.</summary>
    public void Take(long bytes)
    {
        if (bytes < LargestHeapBlock)
            SmallPeak = Math.Max(SmallPeak, _small += bytes);
        else
            LargePeak = Math.Max(LargePeak, _large += bytes);
    }

    /// <summary>A block comes into use that, if it is small, fits into a hole of the heap.</summary>
    public void TakeLarge(long bytes)
    {
        if (bytes >= LargestHeapBlock)
            Take(bytes);
    }

    /// <summary>A block is given back.</summary>
    public void Give(long bytes)
    {
        if (bytes < LargestHeapBlock)
            _small -= bytes;
        else
            _large -= bytes;
    }

    /// <summary>Bytes of the small ones among blocks.</summary>
    public static long SmallOf(IEnumerable<long> blocks) => blocks.Where(b => b < LargestHeapBlock).Sum();
}
