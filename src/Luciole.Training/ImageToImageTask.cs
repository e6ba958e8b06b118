using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Training;

/// <summary>Fluorescence from label-free images: the phase called fine-tuning when the encoder was pre-trained.</summary>
public sealed class ImageToImageTask(ImageToImageModel model, ImageLoss loss) : TrainingTask
{
    /// <inheritdoc/>
    public override Module Model => model;

    /// <inheritdoc/>
    public override TaskOutput Forward(Tensor raw, Tensor? target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var prediction = Compute(model.Forward, raw);
        return new TaskOutput(loss.Of(prediction, target), prediction.Detach(), target);
    }
}
