using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Fourier;

/// <summary>Four points.</summary>
internal readonly struct Radix4 : IRadix
{
    /// <inheritdoc/>
    public static int Size => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

        var s0r = TLanes.Add(x0r, x2r);
        var d0r = TLanes.Subtract(x0r, x2r);
        var s1r = TLanes.Add(x1r, x3r);
        var d1r = TLanes.Subtract(x1r, x3r);
        var s0i = TLanes.Add(x0i, x2i);
        var d0i = TLanes.Subtract(x0i, x2i);
        var s1i = TLanes.Add(x1i, x3i);
        var d1i = TLanes.Subtract(x1i, x3i);

        TLanes.Store(target + targetRe, TLanes.Add(s0r, s1r));
        TLanes.Store(target + targetIm, TLanes.Add(s0i, s1i));
        Output<TLanes, TVector, TTwist>.Store(target + targetStep, targetRe, targetIm, TLanes.Add(d0r, d1i), TLanes.Subtract(d0i, d1r), twiddles, 1);
        Output<TLanes, TVector, TTwist>.Store(target + (2 * targetStep), targetRe, targetIm, TLanes.Subtract(s0r, s1r), TLanes.Subtract(s0i, s1i), twiddles, 2);
        Output<TLanes, TVector, TTwist>.Store(target + (3 * targetStep), targetRe, targetIm, TLanes.Subtract(d0r, d1i), TLanes.Add(d0i, d1r), twiddles, 3);
    }
}
