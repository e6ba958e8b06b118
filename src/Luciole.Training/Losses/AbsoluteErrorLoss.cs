using Luciole.Torch;

namespace Luciole.Training;

/// <summary>Mean of absolute differences.</summary>
internal sealed class AbsoluteErrorLoss : ImageLoss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target) => Functional.L1Loss(prediction, target);
}
