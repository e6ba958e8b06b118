using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Luciole.Kernels.Fourier;
using Luciole.Kernels.Layout;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Convolution;

/// <summary>Tiles of first x second points a side.</summary>
internal sealed unsafe partial class TileTransform<TLanes, TVector, TFirst, TSecond> : ITileTransform
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
    where TFirst : struct, IRadix
    where TSecond : struct, IRadix
{
    // Lives as long as the process: a few kilobytes for each tile size in use.
    private readonly float* _twiddles;

    public TileTransform()
    {
        _twiddles = (float*)NativeMemory.AlignedAlloc((nuint)Transform<TLanes, TVector, TFirst, TSecond>.TwiddleFloats * sizeof(float), 64);
        Transform<TLanes, TVector, TFirst, TSecond>.FillTwiddles(_twiddles);
    }

    private static int T => Transform<TLanes, TVector, TFirst, TSecond>.Size;

    // Floats of a point.
    private static int Point => 2 * TLanes.Count;

    // A point more than needed, or a column's points would all fall on few lines of the cache.
    private static int RowStep => (T + 1) * Point;

    /// <inheritdoc/>
    public int Size => T;

    /// <inheritdoc/>
    public int ScratchFloats => (T * RowStep) + (((3 * T) + (T * T / 2)) * Point);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Forward(
        in TileWindow a, in TileWindow b, int extent, int height, int width, float* spectra, nint frequencyStep, nint secondRow, float* scratch)
    {
        ForwardRows(a, b, extent, height, width, scratch);
        ForwardColumn(0, spectra, frequencyStep, scratch);
        var broken = Broken(spectra);
        if (broken != 0)
        {
            ForwardRows((broken & 1) != 0 ? default : a, (broken & 2) != 0 ? default : b, extent, height, width, scratch);
            ForwardColumn(0, spectra, frequencyStep, scratch);
        }

        ForwardColumn(T / 2, spectra + (T / 2 * T * frequencyStep), frequencyStep, scratch);
        for (var v = 1; v < T / 2; v++)
        {
            var target = spectra + (v * T * frequencyStep);
            Prefetch(target, frequencyStep, secondRow);
            ForwardColumn(v, target, frequencyStep, scratch);
            var pass = scratch + (T * RowStep);
            Transform<TLanes, TVector, TFirst, TSecond>.Run(
                scratch + ((T - v) * Point), RowStep, TLanes.Count, 0, target + secondRow, frequencyStep, 0, TLanes.Count, pass, _twiddles);
        }

        return broken;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Inverse(
        float* spectra, nint frequencyStep, nint secondRow, in TileWindow a, in TileWindow b, int valid, int height, int width, int filter, in Epilogue epilogue, float* scratch)
    {
        var pass = scratch + (T * RowStep);
        for (var v = 0; v <= T / 2; v++)
        {
            var source = spectra + (v * T * frequencyStep);
            if (v < T / 2)
                Prefetch(source + (T * frequencyStep), frequencyStep, secondRow);
            Transform<TLanes, TVector, TFirst, TSecond>.Run(
                source, frequencyStep, TLanes.Count, 0, scratch + (v * Point), RowStep, 0, TLanes.Count, pass, _twiddles);
            if (v == 0 || v == T / 2)
                continue;
            Transform<TLanes, TVector, TFirst, TSecond>.Run(
                source + secondRow, frequencyStep, TLanes.Count, 0, scratch + ((T - v) * Point), RowStep, TLanes.Count, 0, pass, _twiddles);
        }

        var row = pass + (T * Point);
        for (var y = 0; y < valid; y++)
        {
            // Rows below the image's border are nobody's.
            var inA = a.Planes != null && a.Top + y < height;
            var inB = b.Planes != null && b.Top + y < height;
            if (!inA && !inB)
                continue;
            Transform<TLanes, TVector, TFirst, TSecond>.Run(scratch + (y * RowStep), Point, 0, TLanes.Count, row, Point, TLanes.Count, 0, pass, _twiddles);
            if (inA)
                StoreRow(row, a, y, Math.Min(valid, width - a.Left), width, filter, epilogue);
            if (inB)
                StoreRow(row + TLanes.Count, b, y, Math.Min(valid, width - b.Left), width, filter, epilogue);
        }
    }

    private void ForwardRows(in TileWindow a, in TileWindow b, int extent, int height, int width, float* tile)
    {
        var pass = tile + (T * RowStep);
        var row = pass + (T * Point);
        for (var y = 0; y < T; y++)
        {
            var target = tile + (y * RowStep);
            var inA = LoadRow(a, y, extent, height, width, row);
            var inB = LoadRow(b, y, extent, height, width, row + TLanes.Count);
            if (!inA && !inB)
            {
                new Span<float>(target, T * Point).Clear();
                continue;
            }

            if (!inA)
                ClearHalf(row, 0, T);
            if (!inB)
                ClearHalf(row + TLanes.Count, 0, T);
            Transform<TLanes, TVector, TFirst, TSecond>.Run(row, Point, 0, TLanes.Count, target, Point, 0, TLanes.Count, pass, _twiddles);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ForwardColumn(int v, float* target, nint frequencyStep, float* scratch) =>
        Transform<TLanes, TVector, TFirst, TSecond>.Run(
            scratch + (v * Point), RowStep, 0, TLanes.Count, target, frequencyStep, 0, TLanes.Count, scratch + (T * RowStep), _twiddles);

    private static bool LoadRow(in TileWindow window, int y, int extent, int height, int width, float* half)
    {
        var imageRow = window.Top + y;
        if (window.Planes == null || y >= extent || imageRow < 0 || imageRow >= height)
            return false;
        var from = Math.Max(0, -window.Left);
        var to = Math.Min(extent, width - window.Left);
        if (to <= from)
            return false;
        var rows = stackalloc float*[TLanes.Count];
        var offset = ((nint)imageRow * width) + window.Left + from;
        for (var lane = 0; lane < TLanes.Count; lane++)
            rows[lane] = window.Planes[Math.Min(lane, window.Lanes - 1)] + offset;
        if (imageRow + 1 < height && y + 1 < extent)
            PrefetchRows(rows, window.Lanes, width, to - from);
        ClearHalf(half, 0, from);
        LaneTransposition<TLanes, TVector>.Gather(rows, to - from, half + (from * Point), Point);
        ClearHalf(half, to, T);
        if (window.Lanes < TLanes.Count)
            ClearLanes(half, window.Lanes, from, to);
        return true;
    }

    private static void StoreRow(float* half, in TileWindow window, int y, int count, int width, int filter, in Epilogue epilogue)
    {
        if (count <= 0)
            return;
        var rows = stackalloc float*[TLanes.Count];
        var offset = ((nint)(window.Top + y) * width) + window.Left;
        for (var lane = 0; lane < window.Lanes; lane++)
            rows[lane] = window.Planes[lane] + offset;
        if (epilogue != default)
            Apply(epilogue, filter, window.Lanes, half, count);
        LaneTransposition<TLanes, TVector>.Scatter(half, Point, count, rows, window.Lanes);
    }

    private static void Apply(in Epilogue epilogue, int filter, int lanes, float* half, int count)
    {
        var factors = stackalloc float[2 * TLanes.Count];
        for (var lane = 0; lane < TLanes.Count; lane++)
        {
            factors[lane] = lane < lanes && epilogue.Scale != 0 ? epilogue.ScaleAt(filter)[lane] : 1;
            factors[TLanes.Count + lane] = lane < lanes && epilogue.Shift != 0 ? epilogue.ShiftAt(filter)[lane] : 0;
        }

        var scale = TLanes.Load(factors);
        var shift = TLanes.Load(factors + TLanes.Count);
        for (var x = 0; x < count; x++)
        {
            var value = TLanes.MultiplyAdd(TLanes.Load(half + (x * Point)), scale, shift);
            TLanes.Store(half + (x * Point), epilogue.Relu ? TLanes.Max(value, TLanes.Zero) : value);
        }
    }

    // The sum over a tile tells whether all of it is finite: the real part is the first tile's, the imaginary part the second's.
    private static int Broken(float* point)
    {
        var (first, second) = (true, true);
        for (var lane = 0; lane < TLanes.Count; lane++)
        {
            first &= float.IsFinite(point[lane]);
            second &= float.IsFinite(point[TLanes.Count + lane]);
        }

        return (first ? 0 : 1) | (second ? 0 : 2);
    }

    private static void ClearHalf(float* half, int from, int to)
    {
        for (var x = from; x < to; x++)
            TLanes.Store(half + (x * Point), TLanes.Zero);
    }

    private static void ClearLanes(float* half, int lanes, int from, int to)
    {
        var ones = stackalloc float[TLanes.Count];
        for (var lane = 0; lane < TLanes.Count; lane++)
            ones[lane] = lane < lanes ? 1 : 0;
        var mask = TLanes.Load(ones);
        for (var x = from; x < to; x++)
            TLanes.Store(half + (x * Point), TLanes.Multiply(mask, TLanes.Load(half + (x * Point))));
    }

    // The row below, of which the processor cannot know: it sees many short runs.
    private static void PrefetchRows(float** rows, int lanes, int width, int count)
    {
        if (!Sse.IsSupported)
            return;
        for (var lane = 0; lane < lanes; lane++)
        {
            for (var x = 0; x < count; x += 16)
                Sse.Prefetch1(rows[lane] + width + x);
        }
    }

    // The lines of a column lie far apart: they are asked for before the work that needs them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* spectra, nint frequencyStep, nint secondRow)
    {
        if (!Sse.IsSupported)
            return;
        for (var u = 0; u < T; u++)
        {
            var point = spectra + (u * frequencyStep);
            Sse.Prefetch1(point);
            Sse.Prefetch1(point + secondRow);
            if (Point > 16)
            {
                Sse.Prefetch1(point + 16);
                Sse.Prefetch1(point + secondRow + 16);
            }
        }
    }
}
