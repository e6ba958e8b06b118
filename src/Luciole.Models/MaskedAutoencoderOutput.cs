using Luciole.Torch;

namespace Luciole.Models;

/// <summary>What one pass through a <see cref="MaskedAutoencoder"/> gives. The tensors belong to the holder or to his scope.</summary>
/// <param name="Loss">Mean squared error of the hidden tokens, one number.</param>
/// <param name="Prediction"><c>[N, L, token^2 * C]</c>: the pixels of every token, visible ones included.</param>
/// <param name="Mask">Which tokens were hidden.</param>
public sealed record MaskedAutoencoderOutput(Tensor Loss, Tensor Prediction, TokenMask Mask) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Loss.Dispose();
        Prediction.Dispose();
        Mask.Dispose();
    }
}
