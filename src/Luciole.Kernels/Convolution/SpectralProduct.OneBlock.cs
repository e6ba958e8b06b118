using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Convolution;

/// <content>The products that stay in registers: so many rows of X by one block of filters.</content>
internal static unsafe partial class SpectralProduct<TLanes, TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12x1(float* x, nint xStep, int channels, float* w, nint wStep, float* y, nint yStep, bool isAdded)
    {
        var point = 2 * TLanes.Count;
        var (re00, im00) = (TLanes.Zero, TLanes.Zero);
        var (re10, im10) = (TLanes.Zero, TLanes.Zero);
        var (re20, im20) = (TLanes.Zero, TLanes.Zero);
        var (re30, im30) = (TLanes.Zero, TLanes.Zero);
        var (re40, im40) = (TLanes.Zero, TLanes.Zero);
        var (re50, im50) = (TLanes.Zero, TLanes.Zero);
        var (re60, im60) = (TLanes.Zero, TLanes.Zero);
        var (re70, im70) = (TLanes.Zero, TLanes.Zero);
        var (re80, im80) = (TLanes.Zero, TLanes.Zero);
        var (re90, im90) = (TLanes.Zero, TLanes.Zero);
        var (re100, im100) = (TLanes.Zero, TLanes.Zero);
        var (re110, im110) = (TLanes.Zero, TLanes.Zero);
        for (var done = 0; done < channels; done += TLanes.Count)
        {
            var end = x + Math.Min(TLanes.Count, channels - done);
            for (var at = x; at < end; at++)
            {
                var (wr0, wi0) = (TLanes.Load(w), TLanes.Load(w + TLanes.Count));
                var xr0 = TLanes.Broadcast(*(at));
                re00 = TLanes.MultiplyAdd(xr0, wr0, re00);
                im00 = TLanes.MultiplyAdd(xr0, wi0, im00);
                var xi0 = TLanes.Broadcast(*(at + TLanes.Count));
                re00 = TLanes.NegatedMultiplyAdd(xi0, wi0, re00);
                im00 = TLanes.MultiplyAdd(xi0, wr0, im00);
                var xr1 = TLanes.Broadcast(*(at + xStep));
                re10 = TLanes.MultiplyAdd(xr1, wr0, re10);
                im10 = TLanes.MultiplyAdd(xr1, wi0, im10);
                var xi1 = TLanes.Broadcast(*(at + xStep + TLanes.Count));
                re10 = TLanes.NegatedMultiplyAdd(xi1, wi0, re10);
                im10 = TLanes.MultiplyAdd(xi1, wr0, im10);
                var xr2 = TLanes.Broadcast(*(at + (2 * xStep)));
                re20 = TLanes.MultiplyAdd(xr2, wr0, re20);
                im20 = TLanes.MultiplyAdd(xr2, wi0, im20);
                var xi2 = TLanes.Broadcast(*(at + (2 * xStep) + TLanes.Count));
                re20 = TLanes.NegatedMultiplyAdd(xi2, wi0, re20);
                im20 = TLanes.MultiplyAdd(xi2, wr0, im20);
                var xr3 = TLanes.Broadcast(*(at + (3 * xStep)));
                re30 = TLanes.MultiplyAdd(xr3, wr0, re30);
                im30 = TLanes.MultiplyAdd(xr3, wi0, im30);
                var xi3 = TLanes.Broadcast(*(at + (3 * xStep) + TLanes.Count));
                re30 = TLanes.NegatedMultiplyAdd(xi3, wi0, re30);
                im30 = TLanes.MultiplyAdd(xi3, wr0, im30);
                var xr4 = TLanes.Broadcast(*(at + (4 * xStep)));
                re40 = TLanes.MultiplyAdd(xr4, wr0, re40);
                im40 = TLanes.MultiplyAdd(xr4, wi0, im40);
                var xi4 = TLanes.Broadcast(*(at + (4 * xStep) + TLanes.Count));
                re40 = TLanes.NegatedMultiplyAdd(xi4, wi0, re40);
                im40 = TLanes.MultiplyAdd(xi4, wr0, im40);
                var xr5 = TLanes.Broadcast(*(at + (5 * xStep)));
                re50 = TLanes.MultiplyAdd(xr5, wr0, re50);
                im50 = TLanes.MultiplyAdd(xr5, wi0, im50);
                var xi5 = TLanes.Broadcast(*(at + (5 * xStep) + TLanes.Count));
                re50 = TLanes.NegatedMultiplyAdd(xi5, wi0, re50);
                im50 = TLanes.MultiplyAdd(xi5, wr0, im50);
                var xr6 = TLanes.Broadcast(*(at + (6 * xStep)));
                re60 = TLanes.MultiplyAdd(xr6, wr0, re60);
                im60 = TLanes.MultiplyAdd(xr6, wi0, im60);
                var xi6 = TLanes.Broadcast(*(at + (6 * xStep) + TLanes.Count));
                re60 = TLanes.NegatedMultiplyAdd(xi6, wi0, re60);
                im60 = TLanes.MultiplyAdd(xi6, wr0, im60);
                var xr7 = TLanes.Broadcast(*(at + (7 * xStep)));
                re70 = TLanes.MultiplyAdd(xr7, wr0, re70);
                im70 = TLanes.MultiplyAdd(xr7, wi0, im70);
                var xi7 = TLanes.Broadcast(*(at + (7 * xStep) + TLanes.Count));
                re70 = TLanes.NegatedMultiplyAdd(xi7, wi0, re70);
                im70 = TLanes.MultiplyAdd(xi7, wr0, im70);
                var xr8 = TLanes.Broadcast(*(at + (8 * xStep)));
                re80 = TLanes.MultiplyAdd(xr8, wr0, re80);
                im80 = TLanes.MultiplyAdd(xr8, wi0, im80);
                var xi8 = TLanes.Broadcast(*(at + (8 * xStep) + TLanes.Count));
                re80 = TLanes.NegatedMultiplyAdd(xi8, wi0, re80);
                im80 = TLanes.MultiplyAdd(xi8, wr0, im80);
                var xr9 = TLanes.Broadcast(*(at + (9 * xStep)));
                re90 = TLanes.MultiplyAdd(xr9, wr0, re90);
                im90 = TLanes.MultiplyAdd(xr9, wi0, im90);
                var xi9 = TLanes.Broadcast(*(at + (9 * xStep) + TLanes.Count));
                re90 = TLanes.NegatedMultiplyAdd(xi9, wi0, re90);
                im90 = TLanes.MultiplyAdd(xi9, wr0, im90);
                var xr10 = TLanes.Broadcast(*(at + (10 * xStep)));
                re100 = TLanes.MultiplyAdd(xr10, wr0, re100);
                im100 = TLanes.MultiplyAdd(xr10, wi0, im100);
                var xi10 = TLanes.Broadcast(*(at + (10 * xStep) + TLanes.Count));
                re100 = TLanes.NegatedMultiplyAdd(xi10, wi0, re100);
                im100 = TLanes.MultiplyAdd(xi10, wr0, im100);
                var xr11 = TLanes.Broadcast(*(at + (11 * xStep)));
                re110 = TLanes.MultiplyAdd(xr11, wr0, re110);
                im110 = TLanes.MultiplyAdd(xr11, wi0, im110);
                var xi11 = TLanes.Broadcast(*(at + (11 * xStep) + TLanes.Count));
                re110 = TLanes.NegatedMultiplyAdd(xi11, wi0, re110);
                im110 = TLanes.MultiplyAdd(xi11, wr0, im110);
                w += point;
            }

            x += point;
        }

        Complex<TLanes, TVector>.Store(y, re00, im00, isAdded);
        Complex<TLanes, TVector>.Store(y + yStep, re10, im10, isAdded);
        Complex<TLanes, TVector>.Store(y + (2 * yStep), re20, im20, isAdded);
        Complex<TLanes, TVector>.Store(y + (3 * yStep), re30, im30, isAdded);
        Complex<TLanes, TVector>.Store(y + (4 * yStep), re40, im40, isAdded);
        Complex<TLanes, TVector>.Store(y + (5 * yStep), re50, im50, isAdded);
        Complex<TLanes, TVector>.Store(y + (6 * yStep), re60, im60, isAdded);
        Complex<TLanes, TVector>.Store(y + (7 * yStep), re70, im70, isAdded);
        Complex<TLanes, TVector>.Store(y + (8 * yStep), re80, im80, isAdded);
        Complex<TLanes, TVector>.Store(y + (9 * yStep), re90, im90, isAdded);
        Complex<TLanes, TVector>.Store(y + (10 * yStep), re100, im100, isAdded);
        Complex<TLanes, TVector>.Store(y + (11 * yStep), re110, im110, isAdded);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6x1(float* x, nint xStep, int channels, float* w, nint wStep, float* y, nint yStep, bool isAdded)
    {
        var point = 2 * TLanes.Count;
        var (re00, im00) = (TLanes.Zero, TLanes.Zero);
        var (re10, im10) = (TLanes.Zero, TLanes.Zero);
        var (re20, im20) = (TLanes.Zero, TLanes.Zero);
        var (re30, im30) = (TLanes.Zero, TLanes.Zero);
        var (re40, im40) = (TLanes.Zero, TLanes.Zero);
        var (re50, im50) = (TLanes.Zero, TLanes.Zero);
        for (var done = 0; done < channels; done += TLanes.Count)
        {
            var end = x + Math.Min(TLanes.Count, channels - done);
            for (var at = x; at < end; at++)
            {
                var (wr0, wi0) = (TLanes.Load(w), TLanes.Load(w + TLanes.Count));
                var xr0 = TLanes.Broadcast(*(at));
                re00 = TLanes.MultiplyAdd(xr0, wr0, re00);
                im00 = TLanes.MultiplyAdd(xr0, wi0, im00);
                var xi0 = TLanes.Broadcast(*(at + TLanes.Count));
                re00 = TLanes.NegatedMultiplyAdd(xi0, wi0, re00);
                im00 = TLanes.MultiplyAdd(xi0, wr0, im00);
                var xr1 = TLanes.Broadcast(*(at + xStep));
                re10 = TLanes.MultiplyAdd(xr1, wr0, re10);
                im10 = TLanes.MultiplyAdd(xr1, wi0, im10);
                var xi1 = TLanes.Broadcast(*(at + xStep + TLanes.Count));
                re10 = TLanes.NegatedMultiplyAdd(xi1, wi0, re10);
                im10 = TLanes.MultiplyAdd(xi1, wr0, im10);
                var xr2 = TLanes.Broadcast(*(at + (2 * xStep)));
                re20 = TLanes.MultiplyAdd(xr2, wr0, re20);
                im20 = TLanes.MultiplyAdd(xr2, wi0, im20);
                var xi2 = TLanes.Broadcast(*(at + (2 * xStep) + TLanes.Count));
                re20 = TLanes.NegatedMultiplyAdd(xi2, wi0, re20);
                im20 = TLanes.MultiplyAdd(xi2, wr0, im20);
                var xr3 = TLanes.Broadcast(*(at + (3 * xStep)));
                re30 = TLanes.MultiplyAdd(xr3, wr0, re30);
                im30 = TLanes.MultiplyAdd(xr3, wi0, im30);
                var xi3 = TLanes.Broadcast(*(at + (3 * xStep) + TLanes.Count));
                re30 = TLanes.NegatedMultiplyAdd(xi3, wi0, re30);
                im30 = TLanes.MultiplyAdd(xi3, wr0, im30);
                var xr4 = TLanes.Broadcast(*(at + (4 * xStep)));
                re40 = TLanes.MultiplyAdd(xr4, wr0, re40);
                im40 = TLanes.MultiplyAdd(xr4, wi0, im40);
                var xi4 = TLanes.Broadcast(*(at + (4 * xStep) + TLanes.Count));
                re40 = TLanes.NegatedMultiplyAdd(xi4, wi0, re40);
                im40 = TLanes.MultiplyAdd(xi4, wr0, im40);
                var xr5 = TLanes.Broadcast(*(at + (5 * xStep)));
                re50 = TLanes.MultiplyAdd(xr5, wr0, re50);
                im50 = TLanes.MultiplyAdd(xr5, wi0, im50);
                var xi5 = TLanes.Broadcast(*(at + (5 * xStep) + TLanes.Count));
                re50 = TLanes.NegatedMultiplyAdd(xi5, wi0, re50);
                im50 = TLanes.MultiplyAdd(xi5, wr0, im50);
                w += point;
            }

            x += point;
        }

        Complex<TLanes, TVector>.Store(y, re00, im00, isAdded);
        Complex<TLanes, TVector>.Store(y + yStep, re10, im10, isAdded);
        Complex<TLanes, TVector>.Store(y + (2 * yStep), re20, im20, isAdded);
        Complex<TLanes, TVector>.Store(y + (3 * yStep), re30, im30, isAdded);
        Complex<TLanes, TVector>.Store(y + (4 * yStep), re40, im40, isAdded);
        Complex<TLanes, TVector>.Store(y + (5 * yStep), re50, im50, isAdded);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2x1(float* x, nint xStep, int channels, float* w, nint wStep, float* y, nint yStep, bool isAdded)
    {
        var point = 2 * TLanes.Count;
        var (re00, im00) = (TLanes.Zero, TLanes.Zero);
        var (re10, im10) = (TLanes.Zero, TLanes.Zero);
        for (var done = 0; done < channels; done += TLanes.Count)
        {
            var end = x + Math.Min(TLanes.Count, channels - done);
            for (var at = x; at < end; at++)
            {
                var (wr0, wi0) = (TLanes.Load(w), TLanes.Load(w + TLanes.Count));
                var xr0 = TLanes.Broadcast(*(at));
                re00 = TLanes.MultiplyAdd(xr0, wr0, re00);
                im00 = TLanes.MultiplyAdd(xr0, wi0, im00);
                var xi0 = TLanes.Broadcast(*(at + TLanes.Count));
                re00 = TLanes.NegatedMultiplyAdd(xi0, wi0, re00);
                im00 = TLanes.MultiplyAdd(xi0, wr0, im00);
                var xr1 = TLanes.Broadcast(*(at + xStep));
                re10 = TLanes.MultiplyAdd(xr1, wr0, re10);
                im10 = TLanes.MultiplyAdd(xr1, wi0, im10);
                var xi1 = TLanes.Broadcast(*(at + xStep + TLanes.Count));
                re10 = TLanes.NegatedMultiplyAdd(xi1, wi0, re10);
                im10 = TLanes.MultiplyAdd(xi1, wr0, im10);
                w += point;
            }

            x += point;
        }

        Complex<TLanes, TVector>.Store(y, re00, im00, isAdded);
        Complex<TLanes, TVector>.Store(y + yStep, re10, im10, isAdded);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1x1(float* x, nint xStep, int channels, float* w, nint wStep, float* y, nint yStep, bool isAdded)
    {
        var point = 2 * TLanes.Count;
        var (re00, im00) = (TLanes.Zero, TLanes.Zero);
        for (var done = 0; done < channels; done += TLanes.Count)
        {
            var end = x + Math.Min(TLanes.Count, channels - done);
            for (var at = x; at < end; at++)
            {
                var (wr0, wi0) = (TLanes.Load(w), TLanes.Load(w + TLanes.Count));
                var xr0 = TLanes.Broadcast(*(at));
                re00 = TLanes.MultiplyAdd(xr0, wr0, re00);
                im00 = TLanes.MultiplyAdd(xr0, wi0, im00);
                var xi0 = TLanes.Broadcast(*(at + TLanes.Count));
                re00 = TLanes.NegatedMultiplyAdd(xi0, wi0, re00);
                im00 = TLanes.MultiplyAdd(xi0, wr0, im00);
                w += point;
            }

            x += point;
        }

        Complex<TLanes, TVector>.Store(y, re00, im00, isAdded);
    }
}
