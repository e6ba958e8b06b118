using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Training;

/// <summary>Fluorescence from label-free images: the phase called fine-tuning when the encoder was pre-trained.</summary>
public sealed class ImageToImageTask(ImageToImageModel model, RegressionLoss loss) : TrainingTask
{
    /// <inheritdoc/>
    public override Module Model => model;

    /// <inheritdoc/>
    public override TaskOutput Forward(Tensor raw, Tensor? target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var prediction = model.Forward(raw);
        var value = loss == RegressionLoss.Mse ? Functional.MseLoss(prediction, target) : Functional.L1Loss(prediction, target);
        return new TaskOutput(value, prediction.Detach(), target);
    }
}
