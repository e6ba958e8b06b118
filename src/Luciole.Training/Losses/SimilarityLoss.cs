using Luciole.Torch;
using Luciole.Torch.Distributed;

namespace Luciole.Training;

/// <summary>1 minus the structural similarity, see <see cref="SimilarityMap"/>.</summary>
internal sealed class SimilarityLoss(SimilarityRange range, SharedMaximum? ranks = null) : ImageLoss
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

    private Tensor Range(Tensor prediction, Tensor target)
    {
        if (range == SimilarityRange.Unit)
            return Tensor.Scalar(1, prediction.ScalarType, prediction.Device);
        if (ranks is null)
            return (prediction.Max() - prediction.Min()).Maximum(target.Max() - target.Min()).Clamp(SmallestRange, null);
        var ends = ranks.Of(Tensor.Stack(0, prediction.Max(), prediction.Min() * -1, target.Max(), target.Min() * -1));
        return (ends.Slice(0, 0, 1) + ends.Slice(0, 1, 2)).Maximum(ends.Slice(0, 2, 3) + ends.Slice(0, 3, 4)).Clamp(SmallestRange, null);
    }
}
