using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Fourier;

/// <summary>How a butterfly stores an output.</summary>
internal static unsafe class Output<TLanes, TVector, TTwist>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
    where TTwist : struct, ITwist
{
    /// <summary>Stores output <paramref name="index"/>, at least 1, after multiplying it by its twiddle factor if there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, int re, int im, TVector real, TVector imaginary, float* twiddles, int index)
    {
        if (TTwist.IsTwisted)
        {
            var c = TLanes.Broadcast(twiddles[(2 * index) - 2]);
            var s = TLanes.Broadcast(twiddles[(2 * index) - 1]);
            TLanes.Store(target + re, TLanes.NegatedMultiplyAdd(imaginary, s, TLanes.Multiply(real, c)));
            TLanes.Store(target + im, TLanes.MultiplyAdd(imaginary, c, TLanes.Multiply(real, s)));
        }
        else
        {
            TLanes.Store(target + re, real);
            TLanes.Store(target + im, imaginary);
        }
    }
}
