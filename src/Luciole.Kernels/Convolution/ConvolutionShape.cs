namespace Luciole.Kernels.Convolution;

/// <summary>A convolution that keeps the size: <c>[N, C, H, W]</c> with <c>[K, C, k, k]</c> to <c>[N, K, H, W]</c>, zero padding k / 2.</summary>
/// <param name="Batch">N.</param>
/// <param name="Channels">C.</param>
/// <param name="Filters">K.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
/// <param name="Kernel">k, odd.</param>
public readonly record struct ConvolutionShape(int Batch, int Channels, int Filters, int Height, int Width, int Kernel)
{
    /// <summary>Pixels on all sides that a result depends on.</summary>
    public int Radius => Kernel / 2;

    /// <summary>Floating-point operations of the direct way.</summary>
    public double DirectOperations => 2.0 * Batch * Channels * Filters * Height * Width * Kernel * Kernel;

    /// <summary>The convolution from the gradient of the output to that of the input.</summary>
    internal ConvolutionShape Transposed => this with { Channels = Filters, Filters = Channels };
}
