using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Fourier;

/// <summary>Eight points.</summary>
internal readonly struct Radix8 : IRadix
{
    private const float Half = 0.70710678118654752f;

    /// <inheritdoc/>
    public static int Size => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Run<TLanes, TVector, TTwist>(
        float* source, nint sourceStep, int re, int im, float* target, nint targetStep, int targetRe, int targetIm, float* twiddles)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
        where TTwist : struct, ITwist
    {
        var x0r = TLanes.Load(source + re);
        var x0i = TLanes.Load(source + im);
        var x2r = TLanes.Load(source + (2 * sourceStep) + re);
        var x2i = TLanes.Load(source + (2 * sourceStep) + im);
        var x4r = TLanes.Load(source + (4 * sourceStep) + re);
        var x4i = TLanes.Load(source + (4 * sourceStep) + im);
        var x6r = TLanes.Load(source + (6 * sourceStep) + re);
        var x6i = TLanes.Load(source + (6 * sourceStep) + im);

        var es0r = TLanes.Add(x0r, x4r);
        var ed0r = TLanes.Subtract(x0r, x4r);
        var es1r = TLanes.Add(x2r, x6r);
        var ed1r = TLanes.Subtract(x2r, x6r);
        var es0i = TLanes.Add(x0i, x4i);
        var ed0i = TLanes.Subtract(x0i, x4i);
        var es1i = TLanes.Add(x2i, x6i);
        var ed1i = TLanes.Subtract(x2i, x6i);
        var e0r = TLanes.Add(es0r, es1r);
        var e0i = TLanes.Add(es0i, es1i);
        var e1r = TLanes.Add(ed0r, ed1i);
        var e1i = TLanes.Subtract(ed0i, ed1r);
        var e2r = TLanes.Subtract(es0r, es1r);
        var e2i = TLanes.Subtract(es0i, es1i);
        var e3r = TLanes.Subtract(ed0r, ed1i);
        var e3i = TLanes.Add(ed0i, ed1r);

        var x1r = TLanes.Load(source + sourceStep + re);
        var x1i = TLanes.Load(source + sourceStep + im);
        var x3r = TLanes.Load(source + (3 * sourceStep) + re);
        var x3i = TLanes.Load(source + (3 * sourceStep) + im);
        var x5r = TLanes.Load(source + (5 * sourceStep) + re);
        var x5i = TLanes.Load(source + (5 * sourceStep) + im);
        var x7r = TLanes.Load(source + (7 * sourceStep) + re);
        var x7i = TLanes.Load(source + (7 * sourceStep) + im);

        var os0r = TLanes.Add(x1r, x5r);
        var od0r = TLanes.Subtract(x1r, x5r);
        var os1r = TLanes.Add(x3r, x7r);
        var od1r = TLanes.Subtract(x3r, x7r);
        var os0i = TLanes.Add(x1i, x5i);
        var od0i = TLanes.Subtract(x1i, x5i);
        var os1i = TLanes.Add(x3i, x7i);
        var od1i = TLanes.Subtract(x3i, x7i);
        var o0r = TLanes.Add(os0r, os1r);
        var o0i = TLanes.Add(os0i, os1i);
        var o1r = TLanes.Add(od0r, od1i);
        var o1i = TLanes.Subtract(od0i, od1r);
        var o2r = TLanes.Subtract(os0r, os1r);
        var o2i = TLanes.Subtract(os0i, os1i);
        var o3r = TLanes.Subtract(od0r, od1i);
        var o3i = TLanes.Add(od0i, od1r);

        // Outputs 1 and 3 of the odd half are turned by an eighth and three eighths: a sum and a difference, times the root.
        var half = TLanes.Broadcast(Half);
        var t1r = TLanes.Add(o1r, o1i);
        var t1i = TLanes.Subtract(o1i, o1r);
        var t3r = TLanes.Subtract(o3i, o3r);
        var t3i = TLanes.Add(o3i, o3r);

        TLanes.Store(target + targetRe, TLanes.Add(e0r, o0r));
        TLanes.Store(target + targetIm, TLanes.Add(e0i, o0i));
        Output<TLanes, TVector, TTwist>.Store(target + targetStep, targetRe, targetIm, TLanes.MultiplyAdd(half, t1r, e1r), TLanes.MultiplyAdd(half, t1i, e1i), twiddles, 1);
        Output<TLanes, TVector, TTwist>.Store(target + (2 * targetStep), targetRe, targetIm, TLanes.Add(e2r, o2i), TLanes.Subtract(e2i, o2r), twiddles, 2);
        Output<TLanes, TVector, TTwist>.Store(target + (3 * targetStep), targetRe, targetIm, TLanes.MultiplyAdd(half, t3r, e3r), TLanes.NegatedMultiplyAdd(half, t3i, e3i), twiddles, 3);
        Output<TLanes, TVector, TTwist>.Store(target + (4 * targetStep), targetRe, targetIm, TLanes.Subtract(e0r, o0r), TLanes.Subtract(e0i, o0i), twiddles, 4);
        Output<TLanes, TVector, TTwist>.Store(target + (5 * targetStep), targetRe, targetIm, TLanes.NegatedMultiplyAdd(half, t1r, e1r), TLanes.NegatedMultiplyAdd(half, t1i, e1i), twiddles, 5);
        Output<TLanes, TVector, TTwist>.Store(target + (6 * targetStep), targetRe, targetIm, TLanes.Subtract(e2r, o2i), TLanes.Add(e2i, o2r), twiddles, 6);
        Output<TLanes, TVector, TTwist>.Store(target + (7 * targetStep), targetRe, targetIm, TLanes.NegatedMultiplyAdd(half, t3r, e3r), TLanes.MultiplyAdd(half, t3i, e3i), twiddles, 7);
    }
}
