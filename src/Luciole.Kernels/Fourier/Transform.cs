using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Fourier;

/// <summary>
/// The forward transform of first x second points (Cooley and Tukey, "An algorithm for the machine calculation of complex Fourier
/// series"): <typeparamref name="TSecond"/> butterflies of <typeparamref name="TFirst"/> points, twiddle factors, <typeparamref name="TFirst"/>
/// butterflies of <typeparamref name="TSecond"/> points. Every point is a register of independent signals.
/// </summary>
internal static unsafe class Transform<TLanes, TVector, TFirst, TSecond>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
    where TFirst : struct, IRadix
    where TSecond : struct, IRadix
{
    /// <summary>Points.</summary>
    public static int Size
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TFirst.Size * TSecond.Size;
    }

    /// <summary>Floats in the table of twiddle factors.</summary>
    public static int TwiddleFloats => 2 * (TFirst.Size - 1) * TSecond.Size;

    /// <summary>Fills the table.</summary>
    public static void FillTwiddles(float* table)
    {
        for (var b = 0; b < TSecond.Size; b++)
        {
            for (var p = 1; p < TFirst.Size; p++)
            {
                var (sine, cosine) = Math.SinCos(-2 * Math.PI * b * p / Size);
                *table++ = (float)cosine;
                *table++ = (float)sine;
            }
        }
    }

    /// <summary>
    /// Transforms points <paramref name="sourceStep"/> floats apart into points <paramref name="targetStep"/> floats apart, in natural order;
    /// the other arguments as in <see cref="IRadix"/>. <paramref name="scratch"/> holds <see cref="Size"/> points.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        float* source, nint sourceStep, int re, int im, float* target, nint targetStep, int targetRe, int targetIm, float* scratch, float* twiddles)
    {
        var point = 2 * TLanes.Count;
        for (var b = 0; b < TSecond.Size; b++)
        {
            TFirst.Run<TLanes, TVector, Twisted>(
                source, TSecond.Size * sourceStep, re, im, scratch + (b * point), TSecond.Size * point, 0, TLanes.Count, twiddles);
            source += sourceStep;
            twiddles += 2 * (TFirst.Size - 1);
        }

        RunSecond(target, targetStep, targetRe, targetIm, scratch);
    }

    /// <summary>The same for a signal that is zero from point <paramref name="count"/> on; its zeros must be in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunShort(
        int count, float* source, nint sourceStep, int re, int im, float* target, nint targetStep, int targetRe, int targetIm, float* scratch, float* twiddles)
    {
        var point = 2 * TLanes.Count;
        for (var b = 0; b < TSecond.Size; b++)
        {
            if (b + TSecond.Size < count)
                TFirst.Run<TLanes, TVector, Twisted>(source, TSecond.Size * sourceStep, re, im, scratch + (b * point), TSecond.Size * point, 0, TLanes.Count, twiddles);
            else
                Spread(b < count ? TLanes.Load(source + re) : TLanes.Zero, b < count ? TLanes.Load(source + im) : TLanes.Zero, scratch + (b * point), twiddles);
            source += sourceStep;
            twiddles += 2 * (TFirst.Size - 1);
        }

        RunSecond(target, targetStep, targetRe, targetIm, scratch);
    }

    // A butterfly whose first point alone is not zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(TVector real, TVector imaginary, float* target, float* twiddles)
    {
        var step = TSecond.Size * 2 * TLanes.Count;
        TLanes.Store(target, real);
        TLanes.Store(target + TLanes.Count, imaginary);
        for (var p = 1; p < TFirst.Size; p++)
            Output<TLanes, TVector, Twisted>.Store(target + (p * step), 0, TLanes.Count, real, imaginary, twiddles, p);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunSecond(float* target, nint targetStep, int targetRe, int targetIm, float* scratch)
    {
        var point = 2 * TLanes.Count;
        for (var p = 0; p < TFirst.Size; p++)
        {
            TSecond.Run<TLanes, TVector, Plain>(
                scratch, point, 0, TLanes.Count, target, TFirst.Size * targetStep, targetRe, targetIm, null);
            scratch += TSecond.Size * point;
            target += targetStep;
        }
    }
}
