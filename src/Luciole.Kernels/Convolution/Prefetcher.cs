using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Luciole.Kernels.Convolution;

/// <summary>
/// Asks for the memory of the next frequency while the present one is computed, a little with every tile of the product:
/// all at once would wait for the few misses that a core can have outstanding.
/// </summary>
internal unsafe struct Prefetcher
{
    private const int LineFloats = 16;
    private readonly float _linesPerUnit;
    private float* _first;
    private long _firstLines;
    private float* _second;
    private long _secondLines;
    private float* _third;
    private long _thirdLines;
    private float _owed;

    /// <summary>Three ranges of memory, to be asked for in the course of so many units of work.</summary>
    public Prefetcher(float* first, long firstFloats, float* second, long secondFloats, float* third, long thirdFloats, long units)
    {
        _first = first;
        _firstLines = Lines(firstFloats);
        _second = second;
        _secondLines = Lines(secondFloats);
        _third = third;
        _thirdLines = Lines(thirdFloats);
        _linesPerUnit = (_firstLines + _secondLines + _thirdLines) / (float)Math.Max(1, units);
    }

    /// <summary>So many units of work come next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(int units)
    {
        if (!Sse.IsSupported)
            return;
        _owed += units * _linesPerUnit;
        var lines = (int)_owed;
        _owed -= lines;
        Take(ref _first, ref _firstLines, ref lines);
        Take(ref _second, ref _secondLines, ref lines);
        Take(ref _third, ref _thirdLines, ref lines);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(ref float* range, ref long left, ref int lines)
    {
        var count = (int)Math.Min(left, lines);
        for (var i = 0; i < count; i++)
            Sse.Prefetch1(range + (i * LineFloats));
        range += count * LineFloats;
        left -= count;
        lines -= count;
    }

    private static long Lines(long floats) => (floats + LineFloats - 1) / LineFloats;
}
