namespace Luciole.Kernels.Matrices;

/// <summary>A factor of a matrix product.</summary>
/// <param name="Address">The first element.</param>
/// <param name="Stride">Floats from one row in memory to the next.</param>
/// <param name="Transposed">Whether the factor is the transposed of the matrix that lies in memory by rows.</param>
public readonly unsafe record struct MatrixOperand(nint Address, long Stride, bool Transposed)
{
    /// <summary>The matrix at an address, as it lies.</summary>
    public static MatrixOperand Plain(float* address, long stride) => new((nint)address, stride, Transposed: false);

    /// <summary>The transposed of the matrix at an address.</summary>
    public static MatrixOperand TransposedOf(float* address, long stride) => new((nint)address, stride, Transposed: true);
}
