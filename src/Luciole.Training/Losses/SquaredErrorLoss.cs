using Luciole.Torch;

namespace Luciole.Training;

/// <summary>Mean of squared differences.</summary>
internal sealed class SquaredErrorLoss : ImageLoss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target) => Functional.MseLoss(prediction, target);
}
