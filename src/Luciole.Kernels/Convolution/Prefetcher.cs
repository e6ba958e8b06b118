using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Luciole.Kernels.Convolution;

/// <summary>
/// Asks for the memory of the next frequency while the present one is computed, a little with every tile of the product:
/// all at once would wait for the few misses that a core can have outstanding. What comes goes to the second cache; the first is
/// full of the present frequency.
/// </summary>
internal unsafe ref struct Prefetcher
{
    private const int LineFloats = 16;
    private readonly float _linesPerUnit;
    private Span<Region> _regions;
    private float _owed;

    /// <summary>Regions of memory, to be asked for in the course of so many units of work. They are used up.</summary>
    public Prefetcher(Span<Region> regions, long units)
    {
        _regions = regions;
        var lines = 0L;
        foreach (var region in regions)
            lines += (long)region.RowLines * region.Rows;
        _linesPerUnit = lines / (float)Math.Max(1, units);
    }

    /// <summary>So many units of work come next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(int units)
    {
        _owed += units * _linesPerUnit;
        if (_owed >= 1 && Sse.IsSupported)
            Ask();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Ask()
    {
        var lines = (int)_owed;
        _owed -= lines;
        while (lines > 0 && !_regions.IsEmpty)
        {
            ref var region = ref _regions[0];
            var count = Math.Min(lines, region.RowLines - region.Asked);
            var first = region.Row + (region.Asked * LineFloats);
            for (var i = 0; i < count; i++)
                Sse.Prefetch1(first + (i * LineFloats));
            lines -= count;
            region.Asked += count;
            if (region.Asked < region.RowLines)
                continue;
            region.Asked = 0;
            region.Row += region.RowStep;
            if (--region.Rows <= 0)
                _regions = _regions[1..];
        }
    }

    /// <summary>Rows of memory.</summary>
    internal struct Region(float* row, nint rowStep, int rows, nint rowFloats)
    {
        /// <summary>The next row.</summary>
        public float* Row = row;

        /// <summary>Floats to the row after.</summary>
        public nint RowStep = rowStep;

        /// <summary>Rows left.</summary>
        public int Rows = rows;

        /// <summary>Lines of a row.</summary>
        public int RowLines = (int)((rowFloats + LineFloats - 1) / LineFloats);

        /// <summary>Lines of this row that were asked for.</summary>
        public int Asked;
    }
}
