namespace Luciole.Kernels.Doubling;

/// <summary>Sizes of a transposed convolution with kernel 2 and stride 2: every pixel becomes a square of four.</summary>
/// <param name="Images">Images in the batch.</param>
/// <param name="Inputs">Channels before.</param>
/// <param name="Outputs">Channels after.</param>
/// <param name="Height">Rows before.</param>
/// <param name="Width">Columns before.</param>
public readonly record struct DoublingShape(int Images, int Inputs, int Outputs, int Height, int Width)
{
    /// <summary>Pixels of a channel before.</summary>
    public int Pixels => Height * Width;

    internal long InputFloats => (long)Inputs * Pixels;

    internal long OutputFloats => 4L * Outputs * Pixels;
}
