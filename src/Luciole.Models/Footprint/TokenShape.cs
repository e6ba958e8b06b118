namespace Luciole.Models.Footprint;

/// <summary>The tokens of a vision transformer.</summary>
/// <param name="Batch">Images.</param>
/// <param name="Length">Tokens of an image, the class token included.</param>
/// <param name="Width">Features of a token.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Hidden">Features in the middle of the perceptron.</param>
internal readonly record struct TokenShape(long Batch, long Length, long Width, long Heads, long Hidden)
{
    /// <summary>Tokens of all images.</summary>
    public long Tokens => Batch * Length;
}
