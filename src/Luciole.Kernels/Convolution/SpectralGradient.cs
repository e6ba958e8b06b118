using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Convolution;

/// <summary>
/// G = conj(X)^T Y for complex matrices at one frequency, summed over the rows of X (C channels) and Y (K filters); G is laid out as
/// the weights of <see cref="SpectralProduct{TLanes, TVector}"/> are.
/// </summary>
internal static unsafe class SpectralGradient<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Multiplies; steps are in floats. <paramref name="isAdded"/>: to what G holds.</summary>
    public static void Run(
        float* x, nint xStep, int channels, float* y, nint yStep, int rows, int blocks, float* g, nint gStep, bool isAdded)
    {
        var point = 2 * TLanes.Count;
        var pairs = typeof(TLanes) == typeof(Lanes512) ? blocks / 2 * 2 : 0;
        for (var from = 0; from < channels; from += TLanes.Count)
        {
            var count = Math.Min(TLanes.Count, channels - from);
            for (var block = 0; block < pairs; block += 2)
                TwoBlocks(x, xStep, count, y + (block * point), yStep, rows, g + (block * gStep), gStep, isAdded);
            for (var block = pairs; block < blocks; block++)
                OneBlock(x, xStep, count, y + (block * point), yStep, rows, g + (block * gStep), gStep, isAdded);
            x += point;
            g += TLanes.Count * point;
        }
    }

    private static void TwoBlocks(float* x, nint xStep, int channels, float* y, nint yStep, int rows, float* g, nint gStep, bool isAdded)
    {
        var (c, point) = (0, 2 * TLanes.Count);
        for (; c + 6 <= channels; c += 6)
            Channels6x2(x + c, xStep, y, yStep, rows, g + (c * point), gStep, isAdded);
        for (; c + 4 <= channels; c += 4)
            Channels4x2(x + c, xStep, y, yStep, rows, g + (c * point), gStep, isAdded);
        for (; c < channels; c++)
            Channels1x2(x + c, xStep, y, yStep, rows, g + (c * point), gStep, isAdded);
    }

    private static void OneBlock(float* x, nint xStep, int channels, float* y, nint yStep, int rows, float* g, nint gStep, bool isAdded)
    {
        var (c, point) = (0, 2 * TLanes.Count);
        for (; c + 4 <= channels; c += 4)
            Channels4x1(x + c, xStep, y, yStep, rows, g + (c * point), gStep, isAdded);
        for (; c < channels; c++)
            Channels1x1(x + c, xStep, y, yStep, rows, g + (c * point), gStep, isAdded);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Channels6x2(float* x, nint xStep, float* y, nint yStep, int rows, float* g, nint gStep, bool isAdded)
    {
        var point = 2 * TLanes.Count;
        var (re00, im00) = (TLanes.Zero, TLanes.Zero);
        var (re01, im01) = (TLanes.Zero, TLanes.Zero);
        var (re10, im10) = (TLanes.Zero, TLanes.Zero);
        var (re11, im11) = (TLanes.Zero, TLanes.Zero);
        var (re20, im20) = (TLanes.Zero, TLanes.Zero);
        var (re21, im21) = (TLanes.Zero, TLanes.Zero);
        var (re30, im30) = (TLanes.Zero, TLanes.Zero);
        var (re31, im31) = (TLanes.Zero, TLanes.Zero);
        var (re40, im40) = (TLanes.Zero, TLanes.Zero);
        var (re41, im41) = (TLanes.Zero, TLanes.Zero);
        var (re50, im50) = (TLanes.Zero, TLanes.Zero);
        var (re51, im51) = (TLanes.Zero, TLanes.Zero);
        for (var row = 0; row < rows; row++)
        {
            var (yr0, yi0) = (TLanes.Load(y), TLanes.Load(y + TLanes.Count));
            var (yr1, yi1) = (TLanes.Load(y + point), TLanes.Load(y + point + TLanes.Count));
            var xr0 = TLanes.Broadcast(x[0]);
            re00 = TLanes.MultiplyAdd(xr0, yr0, re00);
            im00 = TLanes.MultiplyAdd(xr0, yi0, im00);
            re01 = TLanes.MultiplyAdd(xr0, yr1, re01);
            im01 = TLanes.MultiplyAdd(xr0, yi1, im01);
            var xi0 = TLanes.Broadcast(x[TLanes.Count + 0]);
            re00 = TLanes.MultiplyAdd(xi0, yi0, re00);
            im00 = TLanes.NegatedMultiplyAdd(xi0, yr0, im00);
            re01 = TLanes.MultiplyAdd(xi0, yi1, re01);
            im01 = TLanes.NegatedMultiplyAdd(xi0, yr1, im01);
            var xr1 = TLanes.Broadcast(x[1]);
            re10 = TLanes.MultiplyAdd(xr1, yr0, re10);
            im10 = TLanes.MultiplyAdd(xr1, yi0, im10);
            re11 = TLanes.MultiplyAdd(xr1, yr1, re11);
            im11 = TLanes.MultiplyAdd(xr1, yi1, im11);
            var xi1 = TLanes.Broadcast(x[TLanes.Count + 1]);
            re10 = TLanes.MultiplyAdd(xi1, yi0, re10);
            im10 = TLanes.NegatedMultiplyAdd(xi1, yr0, im10);
            re11 = TLanes.MultiplyAdd(xi1, yi1, re11);
            im11 = TLanes.NegatedMultiplyAdd(xi1, yr1, im11);
            var xr2 = TLanes.Broadcast(x[2]);
            re20 = TLanes.MultiplyAdd(xr2, yr0, re20);
            im20 = TLanes.MultiplyAdd(xr2, yi0, im20);
            re21 = TLanes.MultiplyAdd(xr2, yr1, re21);
            im21 = TLanes.MultiplyAdd(xr2, yi1, im21);
            var xi2 = TLanes.Broadcast(x[TLanes.Count + 2]);
            re20 = TLanes.MultiplyAdd(xi2, yi0, re20);
            im20 = TLanes.NegatedMultiplyAdd(xi2, yr0, im20);
            re21 = TLanes.MultiplyAdd(xi2, yi1, re21);
            im21 = TLanes.NegatedMultiplyAdd(xi2, yr1, im21);
            var xr3 = TLanes.Broadcast(x[3]);
            re30 = TLanes.MultiplyAdd(xr3, yr0, re30);
            im30 = TLanes.MultiplyAdd(xr3, yi0, im30);
            re31 = TLanes.MultiplyAdd(xr3, yr1, re31);
            im31 = TLanes.MultiplyAdd(xr3, yi1, im31);
            var xi3 = TLanes.Broadcast(x[TLanes.Count + 3]);
            re30 = TLanes.MultiplyAdd(xi3, yi0, re30);
            im30 = TLanes.NegatedMultiplyAdd(xi3, yr0, im30);
            re31 = TLanes.MultiplyAdd(xi3, yi1, re31);
            im31 = TLanes.NegatedMultiplyAdd(xi3, yr1, im31);
            var xr4 = TLanes.Broadcast(x[4]);
            re40 = TLanes.MultiplyAdd(xr4, yr0, re40);
            im40 = TLanes.MultiplyAdd(xr4, yi0, im40);
            re41 = TLanes.MultiplyAdd(xr4, yr1, re41);
            im41 = TLanes.MultiplyAdd(xr4, yi1, im41);
            var xi4 = TLanes.Broadcast(x[TLanes.Count + 4]);
            re40 = TLanes.MultiplyAdd(xi4, yi0, re40);
            im40 = TLanes.NegatedMultiplyAdd(xi4, yr0, im40);
            re41 = TLanes.MultiplyAdd(xi4, yi1, re41);
            im41 = TLanes.NegatedMultiplyAdd(xi4, yr1, im41);
            var xr5 = TLanes.Broadcast(x[5]);
            re50 = TLanes.MultiplyAdd(xr5, yr0, re50);
            im50 = TLanes.MultiplyAdd(xr5, yi0, im50);
            re51 = TLanes.MultiplyAdd(xr5, yr1, re51);
            im51 = TLanes.MultiplyAdd(xr5, yi1, im51);
            var xi5 = TLanes.Broadcast(x[TLanes.Count + 5]);
            re50 = TLanes.MultiplyAdd(xi5, yi0, re50);
            im50 = TLanes.NegatedMultiplyAdd(xi5, yr0, im50);
            re51 = TLanes.MultiplyAdd(xi5, yi1, re51);
            im51 = TLanes.NegatedMultiplyAdd(xi5, yr1, im51);
            x += xStep;
            y += yStep;
        }

        Complex<TLanes, TVector>.Store(g, re00, im00, isAdded);
        Complex<TLanes, TVector>.Store(g + point, re10, im10, isAdded);
        Complex<TLanes, TVector>.Store(g + (2 * point), re20, im20, isAdded);
        Complex<TLanes, TVector>.Store(g + (3 * point), re30, im30, isAdded);
        Complex<TLanes, TVector>.Store(g + (4 * point), re40, im40, isAdded);
        Complex<TLanes, TVector>.Store(g + (5 * point), re50, im50, isAdded);
        Complex<TLanes, TVector>.Store(g + gStep, re01, im01, isAdded);
        Complex<TLanes, TVector>.Store(g + gStep + point, re11, im11, isAdded);
        Complex<TLanes, TVector>.Store(g + gStep + (2 * point), re21, im21, isAdded);
        Complex<TLanes, TVector>.Store(g + gStep + (3 * point), re31, im31, isAdded);
        Complex<TLanes, TVector>.Store(g + gStep + (4 * point), re41, im41, isAdded);
        Complex<TLanes, TVector>.Store(g + gStep + (5 * point), re51, im51, isAdded);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Channels4x2(float* x, nint xStep, float* y, nint yStep, int rows, float* g, nint gStep, bool isAdded)
    {
        var point = 2 * TLanes.Count;
        var (re00, im00) = (TLanes.Zero, TLanes.Zero);
        var (re01, im01) = (TLanes.Zero, TLanes.Zero);
        var (re10, im10) = (TLanes.Zero, TLanes.Zero);
        var (re11, im11) = (TLanes.Zero, TLanes.Zero);
        var (re20, im20) = (TLanes.Zero, TLanes.Zero);
        var (re21, im21) = (TLanes.Zero, TLanes.Zero);
        var (re30, im30) = (TLanes.Zero, TLanes.Zero);
        var (re31, im31) = (TLanes.Zero, TLanes.Zero);
        for (var row = 0; row < rows; row++)
        {
            var (yr0, yi0) = (TLanes.Load(y), TLanes.Load(y + TLanes.Count));
            var (yr1, yi1) = (TLanes.Load(y + point), TLanes.Load(y + point + TLanes.Count));
            var xr0 = TLanes.Broadcast(x[0]);
            re00 = TLanes.MultiplyAdd(xr0, yr0, re00);
            im00 = TLanes.MultiplyAdd(xr0, yi0, im00);
            re01 = TLanes.MultiplyAdd(xr0, yr1, re01);
            im01 = TLanes.MultiplyAdd(xr0, yi1, im01);
            var xi0 = TLanes.Broadcast(x[TLanes.Count + 0]);
            re00 = TLanes.MultiplyAdd(xi0, yi0, re00);
            im00 = TLanes.NegatedMultiplyAdd(xi0, yr0, im00);
            re01 = TLanes.MultiplyAdd(xi0, yi1, re01);
            im01 = TLanes.NegatedMultiplyAdd(xi0, yr1, im01);
            var xr1 = TLanes.Broadcast(x[1]);
            re10 = TLanes.MultiplyAdd(xr1, yr0, re10);
            im10 = TLanes.MultiplyAdd(xr1, yi0, im10);
            re11 = TLanes.MultiplyAdd(xr1, yr1, re11);
            im11 = TLanes.MultiplyAdd(xr1, yi1, im11);
            var xi1 = TLanes.Broadcast(x[TLanes.Count + 1]);
            re10 = TLanes.MultiplyAdd(xi1, yi0, re10);
            im10 = TLanes.NegatedMultiplyAdd(xi1, yr0, im10);
            re11 = TLanes.MultiplyAdd(xi1, yi1, re11);
            im11 = TLanes.NegatedMultiplyAdd(xi1, yr1, im11);
            var xr2 = TLanes.Broadcast(x[2]);
            re20 = TLanes.MultiplyAdd(xr2, yr0, re20);
            im20 = TLanes.MultiplyAdd(xr2, yi0, im20);
            re21 = TLanes.MultiplyAdd(xr2, yr1, re21);
            im21 = TLanes.MultiplyAdd(xr2, yi1, im21);
            var xi2 = TLanes.Broadcast(x[TLanes.Count + 2]);
            re20 = TLanes.MultiplyAdd(xi2, yi0, re20);
            im20 = TLanes.NegatedMultiplyAdd(xi2, yr0, im20);
            re21 = TLanes.MultiplyAdd(xi2, yi1, re21);
            im21 = TLanes.NegatedMultiplyAdd(xi2, yr1, im21);
            var xr3 = TLanes.Broadcast(x[3]);
            re30 = TLanes.MultiplyAdd(xr3, yr0, re30);
            im30 = TLanes.MultiplyAdd(xr3, yi0, im30);
            re31 = TLanes.MultiplyAdd(xr3, yr1, re31);
            im31 = TLanes.MultiplyAdd(xr3, yi1, im31);
            var xi3 = TLanes.Broadcast(x[TLanes.Count + 3]);
            re30 = TLanes.MultiplyAdd(xi3, yi0, re30);
            im30 = TLanes.NegatedMultiplyAdd(xi3, yr0, im30);
            re31 = TLanes.MultiplyAdd(xi3, yi1, re31);
            im31 = TLanes.NegatedMultiplyAdd(xi3, yr1, im31);
            x += xStep;
            y += yStep;
        }

        Complex<TLanes, TVector>.Store(g, re00, im00, isAdded);
        Complex<TLanes, TVector>.Store(g + point, re10, im10, isAdded);
        Complex<TLanes, TVector>.Store(g + (2 * point), re20, im20, isAdded);
        Complex<TLanes, TVector>.Store(g + (3 * point), re30, im30, isAdded);
        Complex<TLanes, TVector>.Store(g + gStep, re01, im01, isAdded);
        Complex<TLanes, TVector>.Store(g + gStep + point, re11, im11, isAdded);
        Complex<TLanes, TVector>.Store(g + gStep + (2 * point), re21, im21, isAdded);
        Complex<TLanes, TVector>.Store(g + gStep + (3 * point), re31, im31, isAdded);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Channels1x2(float* x, nint xStep, float* y, nint yStep, int rows, float* g, nint gStep, bool isAdded)
    {
        var point = 2 * TLanes.Count;
        var (re00, im00) = (TLanes.Zero, TLanes.Zero);
        var (re01, im01) = (TLanes.Zero, TLanes.Zero);
        for (var row = 0; row < rows; row++)
        {
            var (yr0, yi0) = (TLanes.Load(y), TLanes.Load(y + TLanes.Count));
            var (yr1, yi1) = (TLanes.Load(y + point), TLanes.Load(y + point + TLanes.Count));
            var xr0 = TLanes.Broadcast(x[0]);
            re00 = TLanes.MultiplyAdd(xr0, yr0, re00);
            im00 = TLanes.MultiplyAdd(xr0, yi0, im00);
            re01 = TLanes.MultiplyAdd(xr0, yr1, re01);
            im01 = TLanes.MultiplyAdd(xr0, yi1, im01);
            var xi0 = TLanes.Broadcast(x[TLanes.Count + 0]);
            re00 = TLanes.MultiplyAdd(xi0, yi0, re00);
            im00 = TLanes.NegatedMultiplyAdd(xi0, yr0, im00);
            re01 = TLanes.MultiplyAdd(xi0, yi1, re01);
            im01 = TLanes.NegatedMultiplyAdd(xi0, yr1, im01);
            x += xStep;
            y += yStep;
        }

        Complex<TLanes, TVector>.Store(g, re00, im00, isAdded);
        Complex<TLanes, TVector>.Store(g + gStep, re01, im01, isAdded);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Channels4x1(float* x, nint xStep, float* y, nint yStep, int rows, float* g, nint gStep, bool isAdded)
    {
        var point = 2 * TLanes.Count;
        var (re00, im00) = (TLanes.Zero, TLanes.Zero);
        var (re10, im10) = (TLanes.Zero, TLanes.Zero);
        var (re20, im20) = (TLanes.Zero, TLanes.Zero);
        var (re30, im30) = (TLanes.Zero, TLanes.Zero);
        for (var row = 0; row < rows; row++)
        {
            var (yr0, yi0) = (TLanes.Load(y), TLanes.Load(y + TLanes.Count));
            var xr0 = TLanes.Broadcast(x[0]);
            re00 = TLanes.MultiplyAdd(xr0, yr0, re00);
            im00 = TLanes.MultiplyAdd(xr0, yi0, im00);
            var xi0 = TLanes.Broadcast(x[TLanes.Count + 0]);
            re00 = TLanes.MultiplyAdd(xi0, yi0, re00);
            im00 = TLanes.NegatedMultiplyAdd(xi0, yr0, im00);
            var xr1 = TLanes.Broadcast(x[1]);
            re10 = TLanes.MultiplyAdd(xr1, yr0, re10);
            im10 = TLanes.MultiplyAdd(xr1, yi0, im10);
            var xi1 = TLanes.Broadcast(x[TLanes.Count + 1]);
            re10 = TLanes.MultiplyAdd(xi1, yi0, re10);
            im10 = TLanes.NegatedMultiplyAdd(xi1, yr0, im10);
            var xr2 = TLanes.Broadcast(x[2]);
            re20 = TLanes.MultiplyAdd(xr2, yr0, re20);
            im20 = TLanes.MultiplyAdd(xr2, yi0, im20);
            var xi2 = TLanes.Broadcast(x[TLanes.Count + 2]);
            re20 = TLanes.MultiplyAdd(xi2, yi0, re20);
            im20 = TLanes.NegatedMultiplyAdd(xi2, yr0, im20);
            var xr3 = TLanes.Broadcast(x[3]);
            re30 = TLanes.MultiplyAdd(xr3, yr0, re30);
            im30 = TLanes.MultiplyAdd(xr3, yi0, im30);
            var xi3 = TLanes.Broadcast(x[TLanes.Count + 3]);
            re30 = TLanes.MultiplyAdd(xi3, yi0, re30);
            im30 = TLanes.NegatedMultiplyAdd(xi3, yr0, im30);
            x += xStep;
            y += yStep;
        }

        Complex<TLanes, TVector>.Store(g, re00, im00, isAdded);
        Complex<TLanes, TVector>.Store(g + point, re10, im10, isAdded);
        Complex<TLanes, TVector>.Store(g + (2 * point), re20, im20, isAdded);
        Complex<TLanes, TVector>.Store(g + (3 * point), re30, im30, isAdded);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Channels1x1(float* x, nint xStep, float* y, nint yStep, int rows, float* g, nint gStep, bool isAdded)
    {
        var point = 2 * TLanes.Count;
        var (re00, im00) = (TLanes.Zero, TLanes.Zero);
        for (var row = 0; row < rows; row++)
        {
            var (yr0, yi0) = (TLanes.Load(y), TLanes.Load(y + TLanes.Count));
            var xr0 = TLanes.Broadcast(x[0]);
            re00 = TLanes.MultiplyAdd(xr0, yr0, re00);
            im00 = TLanes.MultiplyAdd(xr0, yi0, im00);
            var xi0 = TLanes.Broadcast(x[TLanes.Count + 0]);
            re00 = TLanes.MultiplyAdd(xi0, yi0, re00);
            im00 = TLanes.NegatedMultiplyAdd(xi0, yr0, im00);
            x += xStep;
            y += yStep;
        }

        Complex<TLanes, TVector>.Store(g, re00, im00, isAdded);
    }
}
