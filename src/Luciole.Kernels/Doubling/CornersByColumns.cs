using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Luciole.Kernels.Matrices;

namespace Luciole.Kernels.Doubling;

/// <summary>An image twice as large as a right factor [pixels, 4 channels]; columns as the rows of <see cref="CornerTarget"/>.</summary>
/// <param name="image"><c>[channels, 2H, 2W]</c>.</param>
/// <param name="height">H.</param>
/// <param name="width">W.</param>
internal readonly unsafe struct CornersByColumns(float* image, int height, int width) : IRightPanels
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(int column, int columns, int depth, int depths, int panelColumns, float* target, nint panelStride)
    {
        // A left and a right corner lie side by side in the image and in the panel: they travel together, as one double.
        for (var first = 0; first < columns; first += panelColumns, target += panelStride)
        {
            var pairs = (Math.Min(panelColumns, columns - first) + 1) / 2;
            var (y, x) = Math.DivRem(depth, width);
            for (var done = 0; done < depths; y++, x = 0)
            {
                var count = Math.Min(width - x, depths - done);
                for (var at = 0; at < count; at += 8)
                {
                    var here = Math.Min(8, count - at);
                    var to = (double*)(target + ((nint)(done + at) * panelColumns));
                    var pair = 0;
                    for (; pair + 4 <= pairs && here == 8 && Avx.IsSupported; pair += 4)
                    {
                        var p = (column + first) / 2 + pair;
                        double* s0 = Source(p, y, x + at), s1 = Source(p + 1, y, x + at), s2 = Source(p + 2, y, x + at), s3 = Source(p + 3, y, x + at);
                        Square(s0, s1, s2, s3, to + pair, panelColumns / 2);
                        Square(s0 + 4, s1 + 4, s2 + 4, s3 + 4, to + pair + (2 * panelColumns), panelColumns / 2);
                    }

                    for (; pair < panelColumns / 2; pair++)
                    {
                        var source = Source((column + first) / 2 + pair, y, x + at);
                        for (var i = 0; i < here; i++)
                            to[(i * (panelColumns / 2)) + pair] = pair < pairs ? source[i] : 0;
                    }
                }

                done += count;
            }
        }
    }

    /// <inheritdoc/>
    public ReadAhead Ahead(int tile, int column, int columns, int depth, int depths) => default;

    // Where pairs of corners of half a channel (upper or lower) lie: pixel (y, x) of the small image.
    private double* Source(int pair, int y, int x) =>
        (double*)(image + (4L * (pair / 2) * height * width) + ((((2L * y) + (pair % 2)) * width) + x) * 2);

    // Four rows of four doubles become columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(double* s0, double* s1, double* s2, double* s3, double* target, int stride)
    {
        var r0 = Vector256.Load(s0);
        var r1 = Vector256.Load(s1);
        var r2 = Vector256.Load(s2);
        var r3 = Vector256.Load(s3);
        var a0 = Avx.UnpackLow(r0, r1);
        var a1 = Avx.UnpackHigh(r0, r1);
        var a2 = Avx.UnpackLow(r2, r3);
        var a3 = Avx.UnpackHigh(r2, r3);
        Avx.Permute2x128(a0, a2, 0x20).Store(target);
        Avx.Permute2x128(a1, a3, 0x20).Store(target + stride);
        Avx.Permute2x128(a0, a2, 0x31).Store(target + (2 * stride));
        Avx.Permute2x128(a1, a3, 0x31).Store(target + (3 * stride));
    }
}
