namespace Luciole.Benchmarks.Networks;

/// <summary>A convolution that keeps the size of its square image.</summary>
/// <param name="Inputs">Input channels.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Kernel">Side of the kernel.</param>
/// <param name="Size">Side of the image.</param>
internal sealed record ConvolutionShape(int Inputs, int Outputs, int Kernel, int Size)
{
    /// <summary>Multiplications and additions of the direct way.</summary>
    public double Operations => 2.0 * Kernel * Kernel * Inputs * Outputs * Size * Size;

    /// <inheritdoc/>
    public override string ToString() => $"{Inputs} -> {Outputs} at {Size} x {Size}";
}
