namespace Luciole.Kernels.Simd;

/// <summary>
/// Arithmetic on a register of floats. Kernels are written once, generic over the register; the runtime compiles them anew for
/// <see cref="Lanes512"/> (AVX-512), <see cref="Lanes256"/> (AVX2 with FMA) and <see cref="LanesPortable"/> (whatever
/// <see cref="System.Numerics.Vector{T}"/> is on this machine).
/// </summary>
/// <typeparam name="TVector">The register.</typeparam>
public interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Floats in a register: a power of two.</summary>
    static abstract int Count { get; }

    /// <summary>All zeros.</summary>
    static abstract TVector Zero { get; }

    /// <summary><see cref="Count"/> floats from an address of any alignment.</summary>
    static abstract unsafe TVector Load(float* source);

    /// <summary>To an address of any alignment.</summary>
    static abstract unsafe void Store(float* target, TVector value);

    /// <summary>The same value in every lane.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a / b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a b + c, rounded once where the machine can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>c - a b, rounded once where the machine can.</summary>
    static abstract TVector NegatedMultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The lanes of <paramref name="value"/> where <paramref name="condition"/> is above 0, and 0 elsewhere.</summary>
    static abstract TVector WherePositive(TVector condition, TVector value);

    /// <summary>The larger of each pair; NaN where either is NaN.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The larger of each pair in one instruction; b where b is NaN, one of the two where a is.</summary>
    static abstract TVector Larger(TVector a, TVector b);

    /// <summary>The smaller of each pair in one instruction; b where b is NaN, one of the two where a is.</summary>
    static abstract TVector Smaller(TVector a, TVector b);

    /// <summary>The largest lane, found with <see cref="Larger"/>.</summary>
    static abstract float Largest(TVector value);

    /// <summary>The square root of each lane, correctly rounded.</summary>
    static abstract TVector SquareRoot(TVector value);

    /// <summary>2 to the power of each lane, a whole number from -127 (which gives 0) to 128 (infinity).</summary>
    static abstract TVector PowerOfTwo(TVector exponent);

    /// <summary>e to the power of each lane.</summary>
    static abstract TVector Exp(TVector value);

    /// <summary>Sum of the lanes.</summary>
    static abstract float Sum(TVector value);
}
