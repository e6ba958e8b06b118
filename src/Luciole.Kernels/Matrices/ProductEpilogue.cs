namespace Luciole.Kernels.Matrices;

/// <summary>
/// What happens to an element of a product before it is stored, in this order; null addresses are left out. The matrices have the
/// product's shape and its stride.
/// </summary>
public readonly unsafe struct ProductEpilogue
{
    /// <summary>One number per column, added.</summary>
    public float* Bias { get; init; }

    /// <summary>Whether the exact GELU, by the error function, is taken.</summary>
    public bool Gelu { get; init; }

    /// <summary>Receives the derivative of the GELU, which is what the way back needs.</summary>
    public float* GeluDerivative { get; init; }

    /// <summary>Multiplied with, element by element.</summary>
    public float* Factor { get; init; }

    /// <summary>Added, element by element.</summary>
    public float* Residual { get; init; }

    internal bool IsNothing => Bias == null && !Gelu && GeluDerivative == null && Factor == null && Residual == null;
}
