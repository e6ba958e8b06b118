using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Layout;

/// <summary>
/// Between rows of pixels, one pointer for each channel, and points that hold one pixel of a register's width of channels.
/// Squares of a register's width a side are turned in registers; what is left over at the end of a row overlaps the square before.
/// </summary>
internal static unsafe class LaneTransposition<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Writes pixel x of row l to lane l of the point at <paramref name="target"/> + x <paramref name="step"/>; there are as many rows as a register has lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(float** rows, int count, float* target, nint step)
    {
        var width = TLanes.Count;
        if (count < width || typeof(TLanes) == typeof(LanesPortable))
        {
            for (var lane = 0; lane < width; lane++)
            {
                for (var x = 0; x < count; x++)
                    target[(x * step) + lane] = rows[lane][x];
            }

            return;
        }

        for (var x = 0; x < count; x += width)
        {
            x = Math.Min(x, count - width);
            if (typeof(TLanes) == typeof(Lanes512))
                Gather16(rows, x, target + (x * step), step);
            else
                Gather8(rows, x, target + (x * step), step);
        }
    }

    /// <summary>The other way: lane l of the point at <paramref name="source"/> + x <paramref name="step"/> to pixel x of row l, for the first <paramref name="lanes"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter(float* source, nint step, int count, float** rows, int lanes)
    {
        var width = TLanes.Count;
        if (count < width || typeof(TLanes) == typeof(LanesPortable))
        {
            for (var lane = 0; lane < lanes; lane++)
            {
                for (var x = 0; x < count; x++)
                    rows[lane][x] = source[(x * step) + lane];
            }

            return;
        }

        for (var x = 0; x < count; x += width)
        {
            x = Math.Min(x, count - width);
            if (typeof(TLanes) == typeof(Lanes512))
                Scatter16(source + (x * step), step, x, rows, lanes);
            else
                Scatter8(source + (x * step), step, x, rows, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather16(float** rows, int x, float* target, nint step)
    {
        var quads = stackalloc Vector512<float>[16];
        for (var group = 0; group < 4; group++)
        {
            var first = rows + (4 * group);
            Quads16(Vector512.Load(first[0] + x), Vector512.Load(first[1] + x), Vector512.Load(first[2] + x), Vector512.Load(first[3] + x), quads + (4 * group));
        }

        for (var j = 0; j < 4; j++)
        {
            Columns16(quads + j, out var c0, out var c1, out var c2, out var c3);
            Vector512.Store(c0, target + (j * step));
            Vector512.Store(c1, target + ((4 + j) * step));
            Vector512.Store(c2, target + ((8 + j) * step));
            Vector512.Store(c3, target + ((12 + j) * step));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter16(float* source, nint step, int x, float** rows, int lanes)
    {
        var quads = stackalloc Vector512<float>[16];
        for (var group = 0; group < 4; group++)
        {
            var first = source + (4 * group * step);
            Quads16(Vector512.Load(first), Vector512.Load(first + step), Vector512.Load(first + (2 * step)), Vector512.Load(first + (3 * step)), quads + (4 * group));
        }

        for (var j = 0; j < 4; j++)
        {
            Columns16(quads + j, out var c0, out var c1, out var c2, out var c3);
            if (j < lanes)
                Vector512.Store(c0, rows[j] + x);
            if (4 + j < lanes)
                Vector512.Store(c1, rows[4 + j] + x);
            if (8 + j < lanes)
                Vector512.Store(c2, rows[8 + j] + x);
            if (12 + j < lanes)
                Vector512.Store(c3, rows[12 + j] + x);
        }
    }

    // Four rows of sixteen: quads[j] holds, in its four quarters q, column 4q + j of the four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quads16(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, Vector512<float>* quads)
    {
        var low1 = Avx512F.UnpackLow(a, b).AsDouble();
        var high1 = Avx512F.UnpackHigh(a, b).AsDouble();
        var low2 = Avx512F.UnpackLow(c, d).AsDouble();
        var high2 = Avx512F.UnpackHigh(c, d).AsDouble();
        quads[0] = Avx512F.UnpackLow(low1, low2).AsSingle();
        quads[1] = Avx512F.UnpackHigh(low1, low2).AsSingle();
        quads[2] = Avx512F.UnpackLow(high1, high2).AsSingle();
        quads[3] = Avx512F.UnpackHigh(high1, high2).AsSingle();
    }

    // Columns j, 4 + j, 8 + j, 12 + j from quads[j] of the four groups.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns16(
        Vector512<float>* quads, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3)
    {
        var evenLow = Avx512F.Shuffle4x128(quads[0], quads[4], 0x88);
        var oddLow = Avx512F.Shuffle4x128(quads[0], quads[4], 0xDD);
        var evenHigh = Avx512F.Shuffle4x128(quads[8], quads[12], 0x88);
        var oddHigh = Avx512F.Shuffle4x128(quads[8], quads[12], 0xDD);
        c0 = Avx512F.Shuffle4x128(evenLow, evenHigh, 0x88);
        c1 = Avx512F.Shuffle4x128(oddLow, oddHigh, 0x88);
        c2 = Avx512F.Shuffle4x128(evenLow, evenHigh, 0xDD);
        c3 = Avx512F.Shuffle4x128(oddLow, oddHigh, 0xDD);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather8(float** rows, int x, float* target, nint step)
    {
        var quads = stackalloc Vector256<float>[8];
        for (var group = 0; group < 2; group++)
        {
            var first = rows + (4 * group);
            Quads8(Vector256.Load(first[0] + x), Vector256.Load(first[1] + x), Vector256.Load(first[2] + x), Vector256.Load(first[3] + x), quads + (4 * group));
        }

        for (var j = 0; j < 4; j++)
        {
            Vector256.Store(Avx.Permute2x128(quads[j], quads[4 + j], 0x20), target + (j * step));
            Vector256.Store(Avx.Permute2x128(quads[j], quads[4 + j], 0x31), target + ((4 + j) * step));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter8(float* source, nint step, int x, float** rows, int lanes)
    {
        var quads = stackalloc Vector256<float>[8];
        for (var group = 0; group < 2; group++)
        {
            var first = source + (4 * group * step);
            Quads8(Vector256.Load(first), Vector256.Load(first + step), Vector256.Load(first + (2 * step)), Vector256.Load(first + (3 * step)), quads + (4 * group));
        }

        for (var j = 0; j < 4; j++)
        {
            if (j < lanes)
                Vector256.Store(Avx.Permute2x128(quads[j], quads[4 + j], 0x20), rows[j] + x);
            if (4 + j < lanes)
                Vector256.Store(Avx.Permute2x128(quads[j], quads[4 + j], 0x31), rows[4 + j] + x);
        }
    }

    // Four rows of eight: quads[j] holds, in its two halves q, column 4q + j of the four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quads8(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, Vector256<float>* quads)
    {
        var low1 = Avx.UnpackLow(a, b).AsDouble();
        var high1 = Avx.UnpackHigh(a, b).AsDouble();
        var low2 = Avx.UnpackLow(c, d).AsDouble();
        var high2 = Avx.UnpackHigh(c, d).AsDouble();
        quads[0] = Avx.UnpackLow(low1, low2).AsSingle();
        quads[1] = Avx.UnpackHigh(low1, low2).AsSingle();
        quads[2] = Avx.UnpackLow(high1, high2).AsSingle();
        quads[3] = Avx.UnpackHigh(high1, high2).AsSingle();
    }
}
