using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Fourier;

/// <summary>A discrete Fourier transform of a few points, held in registers; each point is a register of independent signals.</summary>
internal interface IRadix
{
    /// <summary>Points.</summary>
    static abstract int Size { get; }

    /// <summary>
    /// Transforms the points at <paramref name="source"/> + i <paramref name="sourceStep"/> to <paramref name="target"/> + i
    /// <paramref name="targetStep"/>, floats. Real parts lie <paramref name="re"/> floats and imaginary parts <paramref name="im"/> floats
    /// after a point's address; exchanging the two turns the forward transform into the inverse one, exchanged.
    /// With <see cref="Twisted"/>, output i from 1 on is multiplied by the i-th pair of real and imaginary part in <paramref name="twiddles"/>.
    /// </summary>
    static abstract unsafe void Run<TLanes, TVector, TTwist>(
        float* source, nint sourceStep, int re, int im, float* target, nint targetStep, int targetRe, int targetIm, float* twiddles)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
        where TTwist : struct, ITwist;
}
