using Luciole.Torch;

namespace Luciole.Models;

/// <summary>What a person looks at to judge a masked autoencoder, each <c>[N, C, H, W]</c>. The tensors belong to the holder or to his scope.</summary>
/// <param name="Masked">The input with its hidden tokens set to 0.</param>
/// <param name="Prediction">The network's prediction everywhere, in the input's units.</param>
/// <param name="Reconstruction">The input where it was visible, the prediction where it was hidden.</param>
public sealed record MaskedAutoencoderImages(Tensor Masked, Tensor Prediction, Tensor Reconstruction) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Masked.Dispose();
        Prediction.Dispose();
        Reconstruction.Dispose();
    }
}
