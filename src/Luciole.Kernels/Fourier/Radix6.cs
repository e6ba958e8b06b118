using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Fourier;

/// <summary>Six points.</summary>
internal readonly struct Radix6 : IRadix
{
    private const float Sine = 0.86602540378443860f;

    /// <inheritdoc/>
    public static int Size => 6;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Run<TLanes, TVector, TTwist>(
        float* source, nint sourceStep, int re, int im, float* target, nint targetStep, int targetRe, int targetIm, float* twiddles)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
        where TTwist : struct, ITwist
    {
        // Two transforms of three points in the order of Good and Thomas, which needs no twiddle factors between.
        var half = TLanes.Broadcast(0.5f);
        var sine = TLanes.Broadcast(Sine);
        var x0r = TLanes.Load(source + re);
        var x0i = TLanes.Load(source + im);
        var x2r = TLanes.Load(source + (2 * sourceStep) + re);
        var x2i = TLanes.Load(source + (2 * sourceStep) + im);
        var x4r = TLanes.Load(source + (4 * sourceStep) + re);
        var x4i = TLanes.Load(source + (4 * sourceStep) + im);
        var ear = TLanes.Add(x2r, x4r);
        var ebr = TLanes.Multiply(sine, TLanes.Subtract(x2r, x4r));
        var emr = TLanes.NegatedMultiplyAdd(half, ear, x0r);
        var e0r = TLanes.Add(x0r, ear);
        var eai = TLanes.Add(x2i, x4i);
        var ebi = TLanes.Multiply(sine, TLanes.Subtract(x2i, x4i));
        var emi = TLanes.NegatedMultiplyAdd(half, eai, x0i);
        var e0i = TLanes.Add(x0i, eai);
        var e1r = TLanes.Add(emr, ebi);
        var e1i = TLanes.Subtract(emi, ebr);
        var e2r = TLanes.Subtract(emr, ebi);
        var e2i = TLanes.Add(emi, ebr);
        var x3r = TLanes.Load(source + (3 * sourceStep) + re);
        var x3i = TLanes.Load(source + (3 * sourceStep) + im);
        var x5r = TLanes.Load(source + (5 * sourceStep) + re);
        var x5i = TLanes.Load(source + (5 * sourceStep) + im);
        var x1r = TLanes.Load(source + sourceStep + re);
        var x1i = TLanes.Load(source + sourceStep + im);
        var oar = TLanes.Add(x5r, x1r);
        var obr = TLanes.Multiply(sine, TLanes.Subtract(x5r, x1r));
        var omr = TLanes.NegatedMultiplyAdd(half, oar, x3r);
        var o0r = TLanes.Add(x3r, oar);
        var oai = TLanes.Add(x5i, x1i);
        var obi = TLanes.Multiply(sine, TLanes.Subtract(x5i, x1i));
        var omi = TLanes.NegatedMultiplyAdd(half, oai, x3i);
        var o0i = TLanes.Add(x3i, oai);
        var o1r = TLanes.Add(omr, obi);
        var o1i = TLanes.Subtract(omi, obr);
        var o2r = TLanes.Subtract(omr, obi);
        var o2i = TLanes.Add(omi, obr);

        TLanes.Store(target + targetRe, TLanes.Add(e0r, o0r));
        TLanes.Store(target + targetIm, TLanes.Add(e0i, o0i));
        Output<TLanes, TVector, TTwist>.Store(target + targetStep, targetRe, targetIm, TLanes.Subtract(e1r, o1r), TLanes.Subtract(e1i, o1i), twiddles, 1);
        Output<TLanes, TVector, TTwist>.Store(target + (2 * targetStep), targetRe, targetIm, TLanes.Add(e2r, o2r), TLanes.Add(e2i, o2i), twiddles, 2);
        Output<TLanes, TVector, TTwist>.Store(target + (3 * targetStep), targetRe, targetIm, TLanes.Subtract(e0r, o0r), TLanes.Subtract(e0i, o0i), twiddles, 3);
        Output<TLanes, TVector, TTwist>.Store(target + (4 * targetStep), targetRe, targetIm, TLanes.Add(e1r, o1r), TLanes.Add(e1i, o1i), twiddles, 4);
        Output<TLanes, TVector, TTwist>.Store(target + (5 * targetStep), targetRe, targetIm, TLanes.Subtract(e2r, o2r), TLanes.Subtract(e2i, o2i), twiddles, 5);
    }
}
