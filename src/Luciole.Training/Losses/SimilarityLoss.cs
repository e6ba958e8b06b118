using Luciole.Torch;

namespace Luciole.Training;

/// <summary>1 minus the structural similarity, see <see cref="SimilarityMap"/>.</summary>
internal sealed class SimilarityLoss(SimilarityRange range) : ImageLoss
{
    // Two constant images have no range; dividing by nothing would end the training there.
    private const double SmallestRange = 1e-6;

    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        if (range == SimilarityRange.Unit)
            (prediction, target) = (prediction.Clamp(0, 1), target.Clamp(0, 1));
        return 1 - SimilarityMap.Of(prediction, target, Range(prediction, target)).Mean();
    }

    private Tensor Range(Tensor prediction, Tensor target) => range == SimilarityRange.Unit
        ? Tensor.Scalar(1, prediction.ScalarType, prediction.Device)
        : (prediction.Max() - prediction.Min()).Maximum(target.Max() - target.Min()).Clamp(SmallestRange, null);
}
