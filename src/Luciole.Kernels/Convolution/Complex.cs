using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Convolution;

/// <summary>Points: a register of real parts and one of imaginary parts, side by side.</summary>
internal static unsafe class Complex<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Stores a point, or adds it to what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, TVector real, TVector imaginary, bool isAdded)
    {
        if (isAdded)
        {
            real = TLanes.Add(real, TLanes.Load(target));
            imaginary = TLanes.Add(imaginary, TLanes.Load(target + TLanes.Count));
        }

        TLanes.Store(target, real);
        TLanes.Store(target + TLanes.Count, imaginary);
    }
}
