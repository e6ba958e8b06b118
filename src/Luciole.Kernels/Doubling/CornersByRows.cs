using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Luciole.Kernels.Matrices;

namespace Luciole.Kernels.Doubling;

/// <summary>An image twice as large as a right factor [4 channels, pixels]; rows as in <see cref="CornerTarget"/>.</summary>
/// <param name="image"><c>[channels, 2H, 2W]</c>.</param>
/// <param name="height">H.</param>
/// <param name="width">W.</param>
internal readonly unsafe struct CornersByRows(float* image, int height, int width) : IRightPanels
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(int column, int columns, int depth, int depths, int panelColumns, float* target, nint panelStride)
    {
        // Blocks start at even depths and have even numbers of them: left and right corners come in pairs.
        for (var first = 0; first < columns; first += panelColumns, target += panelStride)
        {
            var here = Math.Min(panelColumns, columns - first);
            for (var d = 0; d < depths; d += 2)
            {
                var (channel, lower) = ((depth + d) / 4, (depth + d) / 2 % 2);
                var plane = image + (4L * channel * height * width);
                var left = target + ((nint)d * panelColumns);
                var (y, x) = Math.DivRem(column + first, width);
                for (var done = 0; done < here; y++, x = 0)
                {
                    var count = Math.Min(width - x, here - done);
                    Separate(plane + ((((2L * y) + lower) * width) + x) * 2, left + done, left + panelColumns + done, count);
                    done += count;
                }

                for (var i = here; i < panelColumns; i++)
                    left[i] = left[panelColumns + i] = 0;
            }
        }
    }

    /// <inheritdoc/>
    public ReadAhead Ahead(int tile, int column, int columns, int depth, int depths) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Separate(float* source, float* left, float* right, int count)
    {
        var i = 0;
        if (Avx2.IsSupported)
        {
            for (; i + 8 <= count; i += 8)
            {
                var low = Vector256.Load(source + (2 * i));
                var high = Vector256.Load(source + (2 * i) + 8);
                Avx2.Permute4x64(Avx.Shuffle(low, high, 0x88).AsDouble(), 0xD8).AsSingle().Store(left + i);
                Avx2.Permute4x64(Avx.Shuffle(low, high, 0xDD).AsDouble(), 0xD8).AsSingle().Store(right + i);
            }
        }

        for (; i < count; i++)
        {
            left[i] = source[2 * i];
            right[i] = source[(2 * i) + 1];
        }
    }
}
