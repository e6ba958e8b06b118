using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Attention;

/// <summary>
/// Products of small matrices, C = A B or C += A B, in tiles of six rows and two registers: twelve sums stay in registers, which fills
/// the sixteen of AVX2 and keeps the multipliers of AVX-512 busy. A is read one number at a time with any two strides, so that it may
/// be transposed; B is read in whole registers.
/// </summary>
internal static unsafe class RegisterTile<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Rows of a tile. C must have room for whole tiles, and A be readable for them.</summary>
    public const int Rows = 6;

    /// <summary>C [rows, registers] from A [rows, steps] and B [steps, registers].</summary>
    /// <param name="a">A.</param>
    /// <param name="aRow">Floats from a row of A to the next.</param>
    /// <param name="aStep">Floats from a column of A to the next.</param>
    /// <param name="b">B.</param>
    /// <param name="bStep">Floats from a row of B to the next.</param>
    /// <param name="bPanel">Floats from two registers of a row of B to the next two.</param>
    /// <param name="c">C.</param>
    /// <param name="cRow">Floats from a row of C to the next.</param>
    /// <param name="rows">Rows wanted; rounded up to whole tiles.</param>
    /// <param name="registers">Registers that make a row of B and C.</param>
    /// <param name="steps">Length of the sums.</param>
    /// <param name="accumulate">Adds to what C holds.</param>
    public static void Multiply(
        float* a, nint aRow, nint aStep, float* b, nint bStep, nint bPanel, float* c, nint cRow, int rows, int registers, int steps, bool accumulate)
    {
        var tiles = (rows + Rows - 1) / Rows;
        for (; registers >= 2; registers -= 2)
        {
            Pairs(a, aRow, aStep, b, bStep, c, cRow, tiles, steps, accumulate);
            b += bPanel;
            c += 2 * TLanes.Count;
        }

        if (registers > 0)
            Singles(a, aRow, aStep, b, bStep, c, cRow, tiles, steps, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs(float* a, nint aRow, nint aStep, float* b, nint bStep, float* c, nint cRow, int tiles, int steps, bool accumulate)
    {
        var width = TLanes.Count;
        for (; tiles > 0; tiles--)
        {
            TVector c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
            if (accumulate)
            {
                (c00, c01) = (TLanes.Load(c), TLanes.Load(c + width));
                (c10, c11) = (TLanes.Load(c + cRow), TLanes.Load(c + cRow + width));
                (c20, c21) = (TLanes.Load(c + (2 * cRow)), TLanes.Load(c + (2 * cRow) + width));
                (c30, c31) = (TLanes.Load(c + (3 * cRow)), TLanes.Load(c + (3 * cRow) + width));
                (c40, c41) = (TLanes.Load(c + (4 * cRow)), TLanes.Load(c + (4 * cRow) + width));
                (c50, c51) = (TLanes.Load(c + (5 * cRow)), TLanes.Load(c + (5 * cRow) + width));
            }
            else
            {
                c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = TLanes.Zero;
            }

            var upper = a;
            var lower = a + (3 * aRow);
            var row = b;
            for (var step = steps; step > 0; step--)
            {
                var (b0, b1) = (TLanes.Load(row), TLanes.Load(row + width));
                var x = TLanes.Broadcast(*upper);
                c00 = TLanes.MultiplyAdd(x, b0, c00);
                c01 = TLanes.MultiplyAdd(x, b1, c01);
                x = TLanes.Broadcast(upper[aRow]);
                c10 = TLanes.MultiplyAdd(x, b0, c10);
                c11 = TLanes.MultiplyAdd(x, b1, c11);
                x = TLanes.Broadcast(upper[2 * aRow]);
                c20 = TLanes.MultiplyAdd(x, b0, c20);
                c21 = TLanes.MultiplyAdd(x, b1, c21);
                x = TLanes.Broadcast(*lower);
                c30 = TLanes.MultiplyAdd(x, b0, c30);
                c31 = TLanes.MultiplyAdd(x, b1, c31);
                x = TLanes.Broadcast(lower[aRow]);
                c40 = TLanes.MultiplyAdd(x, b0, c40);
                c41 = TLanes.MultiplyAdd(x, b1, c41);
                x = TLanes.Broadcast(lower[2 * aRow]);
                c50 = TLanes.MultiplyAdd(x, b0, c50);
                c51 = TLanes.MultiplyAdd(x, b1, c51);
                upper += aStep;
                lower += aStep;
                row += bStep;
            }

            Store(c, c00, c01);
            Store(c + cRow, c10, c11);
            Store(c + (2 * cRow), c20, c21);
            Store(c + (3 * cRow), c30, c31);
            Store(c + (4 * cRow), c40, c41);
            Store(c + (5 * cRow), c50, c51);
            a += Rows * aRow;
            c += Rows * cRow;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Singles(float* a, nint aRow, nint aStep, float* b, nint bStep, float* c, nint cRow, int tiles, int steps, bool accumulate)
    {
        for (; tiles > 0; tiles--)
        {
            TVector c0, c1, c2, c3, c4, c5;
            if (accumulate)
            {
                (c0, c1, c2) = (TLanes.Load(c), TLanes.Load(c + cRow), TLanes.Load(c + (2 * cRow)));
                (c3, c4, c5) = (TLanes.Load(c + (3 * cRow)), TLanes.Load(c + (4 * cRow)), TLanes.Load(c + (5 * cRow)));
            }
            else
            {
                c0 = c1 = c2 = c3 = c4 = c5 = TLanes.Zero;
            }

            var upper = a;
            var lower = a + (3 * aRow);
            var row = b;
            for (var step = steps; step > 0; step--)
            {
                var b0 = TLanes.Load(row);
                c0 = TLanes.MultiplyAdd(TLanes.Broadcast(*upper), b0, c0);
                c1 = TLanes.MultiplyAdd(TLanes.Broadcast(upper[aRow]), b0, c1);
                c2 = TLanes.MultiplyAdd(TLanes.Broadcast(upper[2 * aRow]), b0, c2);
                c3 = TLanes.MultiplyAdd(TLanes.Broadcast(*lower), b0, c3);
                c4 = TLanes.MultiplyAdd(TLanes.Broadcast(lower[aRow]), b0, c4);
                c5 = TLanes.MultiplyAdd(TLanes.Broadcast(lower[2 * aRow]), b0, c5);
                upper += aStep;
                lower += aStep;
                row += bStep;
            }

            TLanes.Store(c, c0);
            TLanes.Store(c + cRow, c1);
            TLanes.Store(c + (2 * cRow), c2);
            TLanes.Store(c + (3 * cRow), c3);
            TLanes.Store(c + (4 * cRow), c4);
            TLanes.Store(c + (5 * cRow), c5);
            a += Rows * aRow;
            c += Rows * cRow;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, TVector first, TVector second)
    {
        TLanes.Store(c, first);
        TLanes.Store(c + TLanes.Count, second);
    }
}
