using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Matrices;

/// <summary>The error function and the exact GELU made from it, x Phi(x).</summary>
internal static class ErrorFunction
{
    private const float InverseRootOfTwo = 0.70710678f;
    private const float InverseRootOfTwoPi = 0.39894228f;

    /// <summary>erf, to a few units in the last place; a rational approximation on [-4, 4], beyond which it is 1 or -1 in single precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Erf<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var four = TLanes.Broadcast(4);
        x = TLanes.Max(TLanes.Subtract(TLanes.Zero, four), x);
        x = TLanes.Subtract(TLanes.Zero, TLanes.Max(TLanes.Subtract(TLanes.Zero, four), TLanes.Subtract(TLanes.Zero, x)));
        var s = TLanes.Multiply(x, x);
        var p = TLanes.Broadcast(-2.72614225801306e-10f);
        p = TLanes.MultiplyAdd(p, s, TLanes.Broadcast(2.77068142495902e-08f));
        p = TLanes.MultiplyAdd(p, s, TLanes.Broadcast(-2.10102402082508e-06f));
        p = TLanes.MultiplyAdd(p, s, TLanes.Broadcast(-5.69250639462346e-05f));
        p = TLanes.MultiplyAdd(p, s, TLanes.Broadcast(-7.34990630326855e-04f));
        p = TLanes.MultiplyAdd(p, s, TLanes.Broadcast(-2.95459980854025e-03f));
        p = TLanes.MultiplyAdd(p, s, TLanes.Broadcast(-1.60960333262415e-02f));
        var q = TLanes.Broadcast(-1.45660718464996e-05f);
        q = TLanes.MultiplyAdd(q, s, TLanes.Broadcast(-2.13374055278905e-04f));
        q = TLanes.MultiplyAdd(q, s, TLanes.Broadcast(-1.68282697438203e-03f));
        q = TLanes.MultiplyAdd(q, s, TLanes.Broadcast(-7.37332916720468e-03f));
        q = TLanes.MultiplyAdd(q, s, TLanes.Broadcast(-1.42647390514189e-02f));
        return TLanes.Divide(TLanes.Multiply(x, p), q);
    }

    /// <summary>Phi(x), the normal distribution function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector NormalDistribution<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var half = TLanes.Broadcast(0.5f);
        return TLanes.MultiplyAdd(half, Erf<TLanes, TVector>(TLanes.Multiply(x, TLanes.Broadcast(InverseRootOfTwo))), half);
    }

    /// <summary>The derivative of x Phi(x) where Phi(x) is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GeluDerivative<TLanes, TVector>(TVector x, TVector distribution)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var density = TLanes.Exp(TLanes.Multiply(TLanes.Multiply(x, x), TLanes.Broadcast(-0.5f)));
        return TLanes.MultiplyAdd(TLanes.Multiply(x, TLanes.Broadcast(InverseRootOfTwoPi)), density, distribution);
    }
}
