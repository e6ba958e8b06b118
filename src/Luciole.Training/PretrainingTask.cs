using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Training;

/// <summary>Masked auto-encoding: hidden tokens are reconstructed from the visible ones.</summary>
public sealed class PretrainingTask(MaskedAutoencoder model) : TrainingTask
{
    /// <inheritdoc/>
    public override Module Model => model;

    /// <inheritdoc/>
    public override TaskOutput Forward(Tensor raw, Tensor? target)
    {
        var mask = model.CreateMask(raw.Size(0), device: raw.Device);
        var prediction = Compute(images => Reconstruct(images, mask), raw);
        var output = new MaskedAutoencoderOutput(model.Loss(raw, prediction, mask), prediction, mask);
        var shown = model.ReconstructionImages(raw, output);
        return new TaskOutput(output.Loss, shown.Reconstruction, raw, HiddenFraction(mask));
    }

    private Tensor Reconstruct(Tensor images, TokenMask mask)
    {
        using var latent = model.Encode(images, mask);
        return model.Decode(latent, mask);
    }

    // By the shapes, so that nobody has to wait for a GPU; every image hides equally many.
    private static double HiddenFraction(TokenMask mask)
    {
        var tokens = mask.IdsRestore.Size(1);
        return (float)(tokens - mask.IdsKeep.Size(1)) / tokens;
    }
}
