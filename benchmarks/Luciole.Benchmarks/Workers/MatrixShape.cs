using Luciole.Torch;

namespace Luciole.Benchmarks.Workers;

/// <summary>Square matrices to multiply.</summary>
/// <param name="Size">Their side.</param>
/// <param name="Type">The type of their elements.</param>
/// <param name="TensorFloat32">Whether single precision may be rounded to TF32 before.</param>
internal sealed record MatrixShape(int Size, ScalarType Type, bool TensorFloat32)
{
    /// <summary>Multiplications and additions.</summary>
    public double Operations => 2.0 * Size * Size * Size;
}
