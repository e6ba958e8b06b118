using Luciole.Torch;

namespace Luciole.Training;

/// <summary>Two losses, each times its weight.</summary>
internal sealed class WeightedLoss(ImageLoss first, double firstWeight, ImageLoss second, double secondWeight) : ImageLoss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target) =>
        (first.Of(prediction, target) * firstWeight) + (second.Of(prediction, target) * secondWeight);
}
