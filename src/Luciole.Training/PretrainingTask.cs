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
    public override TaskOutput Forward(Tensor raw, Tensor? target) => Forward(raw, target, new BatchPart(0, (int)raw.Size(0)));

    /// <inheritdoc/>
    public override TaskOutput Forward(Tensor raw, Tensor? target, BatchPart part)
    {
        var mask = Mask(raw, part);
        var prediction = Compute(images => Reconstruct(images, mask), raw);
        var output = new MaskedAutoencoderOutput(model.Loss(raw, prediction, mask), prediction, mask);
        var shown = model.ReconstructionImages(raw, output);
        return new TaskOutput(output.Loss, shown.Reconstruction, raw, HiddenFraction(mask));
    }

    private TokenMask Mask(Tensor raw, BatchPart part)
    {
        var samples = raw.Size(0);
        if (samples == part.Whole || model.Options.Mask != MaskKind.Random)
            return model.CreateMask(samples, device: raw.Device);
        var tokens = model.Options.ImageSize / model.Options.TokenSize;
        var noise = Tensor.Rand([part.Whole, tokens * tokens], raw.Device);
        return model.CreateMask(samples, noise.Slice(0, part.First, part.First + samples), raw.Device);
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
