using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Convolution;

/// <summary>
/// Y = X W for complex matrices at one frequency. A row of X holds C channels and a row of Y K filters, in points of a register's width of
/// real parts and then imaginary parts; W holds, for each block of filters, C points. What fits the registers is kept there: six rows by
/// two blocks where there are thirty-two, else six rows by one.
/// </summary>
internal static unsafe partial class SpectralProduct<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Multiplies; steps are in floats. <paramref name="isAdded"/>: to what Y holds.</summary>
    public static void Run(
        float* x, nint xStep, int rows, int channels, float* w, nint wStep, int blocks, float* y, nint yStep, bool isAdded, ref Prefetcher ahead)
    {
        var point = 2 * TLanes.Count;
        var block = 0;
        if (typeof(TLanes) == typeof(Lanes512))
        {
            for (; block + 2 <= blocks; block += 2)
                TwoBlocks(x, xStep, rows, channels, w + (block * wStep), wStep, y + (block * point), yStep, isAdded, ref ahead);
        }

        for (; block < blocks; block++)
            OneBlock(x, xStep, rows, channels, w + (block * wStep), wStep, y + (block * point), yStep, isAdded, ref ahead);
    }

    private static void TwoBlocks(float* x, nint xStep, int rows, int channels, float* w, nint wStep, float* y, nint yStep, bool isAdded, ref Prefetcher ahead)
    {
        var row = 0;
        for (; row + 6 <= rows; row += 6)
        {
            ahead.Fetch(12);
            Rows6x2(x + (row * xStep), xStep, channels, w, wStep, y + (row * yStep), yStep, isAdded);
        }

        for (; row + 4 <= rows; row += 4)
        {
            ahead.Fetch(8);
            Rows4x2(x + (row * xStep), xStep, channels, w, wStep, y + (row * yStep), yStep, isAdded);
        }

        for (var block = 0; block < 2 && row < rows; block++)
            OneBlock(x + (row * xStep), xStep, rows - row, channels, w + (block * wStep), wStep, y + (row * yStep) + (block * 2 * TLanes.Count), yStep, isAdded, ref ahead);
    }

    private static void OneBlock(float* x, nint xStep, int rows, int channels, float* w, nint wStep, float* y, nint yStep, bool isAdded, ref Prefetcher ahead)
    {
        var row = 0;
        if (typeof(TLanes) == typeof(Lanes512))
        {
            for (; row + 12 <= rows; row += 12)
            {
                ahead.Fetch(12);
                Rows12x1(x + (row * xStep), xStep, channels, w, wStep, y + (row * yStep), yStep, isAdded);
            }
        }

        for (; row + 6 <= rows; row += 6)
        {
            ahead.Fetch(6);
            Rows6x1(x + (row * xStep), xStep, channels, w, wStep, y + (row * yStep), yStep, isAdded);
        }

        for (; row + 2 <= rows; row += 2)
        {
            ahead.Fetch(2);
            Rows2x1(x + (row * xStep), xStep, channels, w, wStep, y + (row * yStep), yStep, isAdded);
        }

        for (; row < rows; row++)
        {
            ahead.Fetch(1);
            Rows1x1(x + (row * xStep), xStep, channels, w, wStep, y + (row * yStep), yStep, isAdded);
        }
    }
}
