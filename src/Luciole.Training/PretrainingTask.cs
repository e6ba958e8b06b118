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
        var output = model.Forward(raw);
        var images = model.ReconstructionImages(raw, output);
        return new TaskOutput(output.Loss, images.Reconstruction, raw, HiddenFraction(output.Mask));
    }

    // By the shapes, so that nobody has to wait for a GPU; every image hides equally many.
    private static double HiddenFraction(TokenMask mask)
    {
        var tokens = mask.IdsRestore.Size(1);
        return (float)(tokens - mask.IdsKeep.Size(1)) / tokens;
    }
}
