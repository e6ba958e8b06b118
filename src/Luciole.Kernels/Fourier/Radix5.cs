using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Fourier;

/// <summary>Five points.</summary>
internal readonly struct Radix5 : IRadix
{
    private const float Cosine1 = 0.30901699437494745f;
    private const float Cosine2 = -0.80901699437494734f;
    private const float Sine1 = 0.95105651629515353f;
    private const float Sine2 = 0.58778525229247325f;

    /// <inheritdoc/>
    public static int Size => 5;

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
        var x1r = TLanes.Load(source + sourceStep + re);
        var x1i = TLanes.Load(source + sourceStep + im);
        var x2r = TLanes.Load(source + (2 * sourceStep) + re);
        var x2i = TLanes.Load(source + (2 * sourceStep) + im);
        var x3r = TLanes.Load(source + (3 * sourceStep) + re);
        var x3i = TLanes.Load(source + (3 * sourceStep) + im);
        var x4r = TLanes.Load(source + (4 * sourceStep) + re);
        var x4i = TLanes.Load(source + (4 * sourceStep) + im);

        var a1r = TLanes.Add(x1r, x4r);
        var b1r = TLanes.Subtract(x1r, x4r);
        var a2r = TLanes.Add(x2r, x3r);
        var b2r = TLanes.Subtract(x2r, x3r);
        var a1i = TLanes.Add(x1i, x4i);
        var b1i = TLanes.Subtract(x1i, x4i);
        var a2i = TLanes.Add(x2i, x3i);
        var b2i = TLanes.Subtract(x2i, x3i);
        var c1 = TLanes.Broadcast(Cosine1);
        var c2 = TLanes.Broadcast(Cosine2);
        var s1 = TLanes.Broadcast(Sine1);
        var s2 = TLanes.Broadcast(Sine2);
        var m1r = TLanes.MultiplyAdd(c1, a1r, TLanes.MultiplyAdd(c2, a2r, x0r));
        var m2r = TLanes.MultiplyAdd(c2, a1r, TLanes.MultiplyAdd(c1, a2r, x0r));
        var n1r = TLanes.MultiplyAdd(s1, b1r, TLanes.Multiply(s2, b2r));
        var n2r = TLanes.NegatedMultiplyAdd(s1, b2r, TLanes.Multiply(s2, b1r));
        var m1i = TLanes.MultiplyAdd(c1, a1i, TLanes.MultiplyAdd(c2, a2i, x0i));
        var m2i = TLanes.MultiplyAdd(c2, a1i, TLanes.MultiplyAdd(c1, a2i, x0i));
        var n1i = TLanes.MultiplyAdd(s1, b1i, TLanes.Multiply(s2, b2i));
        var n2i = TLanes.NegatedMultiplyAdd(s1, b2i, TLanes.Multiply(s2, b1i));

        TLanes.Store(target + targetRe, TLanes.Add(x0r, TLanes.Add(a1r, a2r)));
        TLanes.Store(target + targetIm, TLanes.Add(x0i, TLanes.Add(a1i, a2i)));
        Output<TLanes, TVector, TTwist>.Store(target + targetStep, targetRe, targetIm, TLanes.Add(m1r, n1i), TLanes.Subtract(m1i, n1r), twiddles, 1);
        Output<TLanes, TVector, TTwist>.Store(target + (2 * targetStep), targetRe, targetIm, TLanes.Add(m2r, n2i), TLanes.Subtract(m2i, n2r), twiddles, 2);
        Output<TLanes, TVector, TTwist>.Store(target + (3 * targetStep), targetRe, targetIm, TLanes.Subtract(m2r, n2i), TLanes.Add(m2i, n2r), twiddles, 3);
        Output<TLanes, TVector, TTwist>.Store(target + (4 * targetStep), targetRe, targetIm, TLanes.Subtract(m1r, n1i), TLanes.Add(m1i, n1r), twiddles, 4);
    }
}
