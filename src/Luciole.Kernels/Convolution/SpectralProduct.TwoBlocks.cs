using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Convolution;

/// <content>The products that stay in registers: so many rows of X by two blocks of filters.</content>
internal static unsafe partial class SpectralProduct<TLanes, TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6x2(float* x, nint xStep, int channels, float* w, nint wStep, float* y, nint yStep, bool isAdded)
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
        for (var done = 0; done < channels; done += TLanes.Count)
        {
            var end = x + Math.Min(TLanes.Count, channels - done);
            for (var at = x; at < end; at++)
            {
                var (wr0, wi0) = (TLanes.Load(w), TLanes.Load(w + TLanes.Count));
                var (wr1, wi1) = (TLanes.Load(w + wStep), TLanes.Load(w + wStep + TLanes.Count));
                var xr0 = TLanes.Broadcast(*(at));
                re00 = TLanes.MultiplyAdd(xr0, wr0, re00);
                im00 = TLanes.MultiplyAdd(xr0, wi0, im00);
                re01 = TLanes.MultiplyAdd(xr0, wr1, re01);
                im01 = TLanes.MultiplyAdd(xr0, wi1, im01);
                var xi0 = TLanes.Broadcast(*(at + TLanes.Count));
                re00 = TLanes.NegatedMultiplyAdd(xi0, wi0, re00);
                im00 = TLanes.MultiplyAdd(xi0, wr0, im00);
                re01 = TLanes.NegatedMultiplyAdd(xi0, wi1, re01);
                im01 = TLanes.MultiplyAdd(xi0, wr1, im01);
                var xr1 = TLanes.Broadcast(*(at + xStep));
                re10 = TLanes.MultiplyAdd(xr1, wr0, re10);
                im10 = TLanes.MultiplyAdd(xr1, wi0, im10);
                re11 = TLanes.MultiplyAdd(xr1, wr1, re11);
                im11 = TLanes.MultiplyAdd(xr1, wi1, im11);
                var xi1 = TLanes.Broadcast(*(at + xStep + TLanes.Count));
                re10 = TLanes.NegatedMultiplyAdd(xi1, wi0, re10);
                im10 = TLanes.MultiplyAdd(xi1, wr0, im10);
                re11 = TLanes.NegatedMultiplyAdd(xi1, wi1, re11);
                im11 = TLanes.MultiplyAdd(xi1, wr1, im11);
                var xr2 = TLanes.Broadcast(*(at + (2 * xStep)));
                re20 = TLanes.MultiplyAdd(xr2, wr0, re20);
                im20 = TLanes.MultiplyAdd(xr2, wi0, im20);
                re21 = TLanes.MultiplyAdd(xr2, wr1, re21);
                im21 = TLanes.MultiplyAdd(xr2, wi1, im21);
                var xi2 = TLanes.Broadcast(*(at + (2 * xStep) + TLanes.Count));
                re20 = TLanes.NegatedMultiplyAdd(xi2, wi0, re20);
                im20 = TLanes.MultiplyAdd(xi2, wr0, im20);
                re21 = TLanes.NegatedMultiplyAdd(xi2, wi1, re21);
                im21 = TLanes.MultiplyAdd(xi2, wr1, im21);
                var xr3 = TLanes.Broadcast(*(at + (3 * xStep)));
                re30 = TLanes.MultiplyAdd(xr3, wr0, re30);
                im30 = TLanes.MultiplyAdd(xr3, wi0, im30);
                re31 = TLanes.MultiplyAdd(xr3, wr1, re31);
                im31 = TLanes.MultiplyAdd(xr3, wi1, im31);
                var xi3 = TLanes.Broadcast(*(at + (3 * xStep) + TLanes.Count));
                re30 = TLanes.NegatedMultiplyAdd(xi3, wi0, re30);
                im30 = TLanes.MultiplyAdd(xi3, wr0, im30);
                re31 = TLanes.NegatedMultiplyAdd(xi3, wi1, re31);
                im31 = TLanes.MultiplyAdd(xi3, wr1, im31);
                var xr4 = TLanes.Broadcast(*(at + (4 * xStep)));
                re40 = TLanes.MultiplyAdd(xr4, wr0, re40);
                im40 = TLanes.MultiplyAdd(xr4, wi0, im40);
                re41 = TLanes.MultiplyAdd(xr4, wr1, re41);
                im41 = TLanes.MultiplyAdd(xr4, wi1, im41);
                var xi4 = TLanes.Broadcast(*(at + (4 * xStep) + TLanes.Count));
                re40 = TLanes.NegatedMultiplyAdd(xi4, wi0, re40);
                im40 = TLanes.MultiplyAdd(xi4, wr0, im40);
                re41 = TLanes.NegatedMultiplyAdd(xi4, wi1, re41);
                im41 = TLanes.MultiplyAdd(xi4, wr1, im41);
                var xr5 = TLanes.Broadcast(*(at + (5 * xStep)));
                re50 = TLanes.MultiplyAdd(xr5, wr0, re50);
                im50 = TLanes.MultiplyAdd(xr5, wi0, im50);
                re51 = TLanes.MultiplyAdd(xr5, wr1, re51);
                im51 = TLanes.MultiplyAdd(xr5, wi1, im51);
                var xi5 = TLanes.Broadcast(*(at + (5 * xStep) + TLanes.Count));
                re50 = TLanes.NegatedMultiplyAdd(xi5, wi0, re50);
                im50 = TLanes.MultiplyAdd(xi5, wr0, im50);
                re51 = TLanes.NegatedMultiplyAdd(xi5, wi1, re51);
                im51 = TLanes.MultiplyAdd(xi5, wr1, im51);
                w += point;
            }

            x += point;
        }

        Complex<TLanes, TVector>.Store(y, re00, im00, isAdded);
        Complex<TLanes, TVector>.Store(y + point, re01, im01, isAdded);
        Complex<TLanes, TVector>.Store(y + yStep, re10, im10, isAdded);
        Complex<TLanes, TVector>.Store(y + yStep + point, re11, im11, isAdded);
        Complex<TLanes, TVector>.Store(y + (2 * yStep), re20, im20, isAdded);
        Complex<TLanes, TVector>.Store(y + (2 * yStep) + point, re21, im21, isAdded);
        Complex<TLanes, TVector>.Store(y + (3 * yStep), re30, im30, isAdded);
        Complex<TLanes, TVector>.Store(y + (3 * yStep) + point, re31, im31, isAdded);
        Complex<TLanes, TVector>.Store(y + (4 * yStep), re40, im40, isAdded);
        Complex<TLanes, TVector>.Store(y + (4 * yStep) + point, re41, im41, isAdded);
        Complex<TLanes, TVector>.Store(y + (5 * yStep), re50, im50, isAdded);
        Complex<TLanes, TVector>.Store(y + (5 * yStep) + point, re51, im51, isAdded);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4x2(float* x, nint xStep, int channels, float* w, nint wStep, float* y, nint yStep, bool isAdded)
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
        for (var done = 0; done < channels; done += TLanes.Count)
        {
            var end = x + Math.Min(TLanes.Count, channels - done);
            for (var at = x; at < end; at++)
            {
                var (wr0, wi0) = (TLanes.Load(w), TLanes.Load(w + TLanes.Count));
                var (wr1, wi1) = (TLanes.Load(w + wStep), TLanes.Load(w + wStep + TLanes.Count));
                var xr0 = TLanes.Broadcast(*(at));
                re00 = TLanes.MultiplyAdd(xr0, wr0, re00);
                im00 = TLanes.MultiplyAdd(xr0, wi0, im00);
                re01 = TLanes.MultiplyAdd(xr0, wr1, re01);
                im01 = TLanes.MultiplyAdd(xr0, wi1, im01);
                var xi0 = TLanes.Broadcast(*(at + TLanes.Count));
                re00 = TLanes.NegatedMultiplyAdd(xi0, wi0, re00);
                im00 = TLanes.MultiplyAdd(xi0, wr0, im00);
                re01 = TLanes.NegatedMultiplyAdd(xi0, wi1, re01);
                im01 = TLanes.MultiplyAdd(xi0, wr1, im01);
                var xr1 = TLanes.Broadcast(*(at + xStep));
                re10 = TLanes.MultiplyAdd(xr1, wr0, re10);
                im10 = TLanes.MultiplyAdd(xr1, wi0, im10);
                re11 = TLanes.MultiplyAdd(xr1, wr1, re11);
                im11 = TLanes.MultiplyAdd(xr1, wi1, im11);
                var xi1 = TLanes.Broadcast(*(at + xStep + TLanes.Count));
                re10 = TLanes.NegatedMultiplyAdd(xi1, wi0, re10);
                im10 = TLanes.MultiplyAdd(xi1, wr0, im10);
                re11 = TLanes.NegatedMultiplyAdd(xi1, wi1, re11);
                im11 = TLanes.MultiplyAdd(xi1, wr1, im11);
                var xr2 = TLanes.Broadcast(*(at + (2 * xStep)));
                re20 = TLanes.MultiplyAdd(xr2, wr0, re20);
                im20 = TLanes.MultiplyAdd(xr2, wi0, im20);
                re21 = TLanes.MultiplyAdd(xr2, wr1, re21);
                im21 = TLanes.MultiplyAdd(xr2, wi1, im21);
                var xi2 = TLanes.Broadcast(*(at + (2 * xStep) + TLanes.Count));
                re20 = TLanes.NegatedMultiplyAdd(xi2, wi0, re20);
                im20 = TLanes.MultiplyAdd(xi2, wr0, im20);
                re21 = TLanes.NegatedMultiplyAdd(xi2, wi1, re21);
                im21 = TLanes.MultiplyAdd(xi2, wr1, im21);
                var xr3 = TLanes.Broadcast(*(at + (3 * xStep)));
                re30 = TLanes.MultiplyAdd(xr3, wr0, re30);
                im30 = TLanes.MultiplyAdd(xr3, wi0, im30);
                re31 = TLanes.MultiplyAdd(xr3, wr1, re31);
                im31 = TLanes.MultiplyAdd(xr3, wi1, im31);
                var xi3 = TLanes.Broadcast(*(at + (3 * xStep) + TLanes.Count));
                re30 = TLanes.NegatedMultiplyAdd(xi3, wi0, re30);
                im30 = TLanes.MultiplyAdd(xi3, wr0, im30);
                re31 = TLanes.NegatedMultiplyAdd(xi3, wi1, re31);
                im31 = TLanes.MultiplyAdd(xi3, wr1, im31);
                w += point;
            }

            x += point;
        }

        Complex<TLanes, TVector>.Store(y, re00, im00, isAdded);
        Complex<TLanes, TVector>.Store(y + point, re01, im01, isAdded);
        Complex<TLanes, TVector>.Store(y + yStep, re10, im10, isAdded);
        Complex<TLanes, TVector>.Store(y + yStep + point, re11, im11, isAdded);
        Complex<TLanes, TVector>.Store(y + (2 * yStep), re20, im20, isAdded);
        Complex<TLanes, TVector>.Store(y + (2 * yStep) + point, re21, im21, isAdded);
        Complex<TLanes, TVector>.Store(y + (3 * yStep), re30, im30, isAdded);
        Complex<TLanes, TVector>.Store(y + (3 * yStep) + point, re31, im31, isAdded);
    }
}
