namespace Luciole.Kernels.Simd;

/// <summary>The registers that kernels are compiled for.</summary>
public enum InstructionSet
{
    /// <summary><see cref="System.Numerics.Vector{T}"/>, on any machine.</summary>
    Portable,

    /// <summary>AVX2 with FMA, eight floats.</summary>
    Avx2,

    /// <summary>AVX-512, sixteen floats.</summary>
    Avx512,
}
