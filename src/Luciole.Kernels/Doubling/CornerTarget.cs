using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Luciole.Kernels.Matrices;

namespace Luciole.Kernels.Doubling;

/// <summary>
/// A product [4 outputs, pixels] stored as an image twice as large: rows 4c to 4c + 3 are the upper left, upper right, lower left and
/// lower right corners of channel c.
/// </summary>
/// <param name="image"><c>[outputs, 2H, 2W]</c>.</param>
/// <param name="height">H.</param>
/// <param name="width">W.</param>
/// <param name="bias">One number per output, or null.</param>
internal readonly unsafe struct CornerTarget(float* image, int height, int width, float* bias) : ITileTarget
{
    /// <inheritdoc/>
    public static bool InPlace => false;

    /// <inheritdoc/>
    public bool Accumulate => false;

    /// <inheritdoc/>
    public nint Stride => 0;

    /// <inheritdoc/>
    public float* Address(int row, int column) => null;

    /// <inheritdoc/>
    public void Finish<TLanes, TVector>(int row, int rows, int column, int columns)
        where TLanes : struct, Simd.ILanes<TVector>
        where TVector : unmanaged
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take<TLanes, TVector>(float* tile, int tileStride, int row, int rows, int column, int columns, bool first, bool last)
        where TLanes : struct, Simd.ILanes<TVector>
        where TVector : unmanaged
    {
        // Tiles start at even rows and have even numbers of them, so left and right corners come in pairs.
        for (var r = 0; r < rows; r += 2)
        {
            var (channel, lower) = ((row + r) / 4, (row + r) / 2 % 2);
            var plane = image + (4L * channel * height * width);
            var add = bias == null || !first ? 0 : bias[channel];
            var (y, x) = Math.DivRem(column, width);
            for (var done = 0; done < columns; y++, x = 0)
            {
                var count = Math.Min(width - x, columns - done);
                var to = plane + ((((2L * y) + lower) * width) + x) * 2;
                var left = tile + (r * tileStride) + done;
                if (first)
                    Interleave(left, left + tileStride, to, count, add);
                else
                    AddInterleaved(left, left + tileStride, to, count);
                done += count;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(float* left, float* right, float* target, int count, float add)
    {
        var i = 0;
        if (Avx.IsSupported)
        {
            var all = Vector256.Create(add);
            for (; i + 8 <= count; i += 8)
            {
                var l = Vector256.Load(left + i) + all;
                var r = Vector256.Load(right + i) + all;
                var low = Avx.UnpackLow(l, r);
                var high = Avx.UnpackHigh(l, r);
                Avx.Permute2x128(low, high, 0x20).Store(target + (2 * i));
                Avx.Permute2x128(low, high, 0x31).Store(target + (2 * i) + 8);
            }
        }

        for (; i < count; i++)
        {
            target[2 * i] = left[i] + add;
            target[(2 * i) + 1] = right[i] + add;
        }
    }

    private static void AddInterleaved(float* left, float* right, float* target, int count)
    {
        for (var i = 0; i < count; i++)
        {
            target[2 * i] += left[i];
            target[(2 * i) + 1] += right[i];
        }
    }
}
