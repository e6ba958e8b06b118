using Luciole.Torch;
using Luciole.Torch.Distributed;

namespace Luciole.Training;

/// <summary>How far a predicted image is from its target (<c>LOSS.TYPE</c>): one number that autograd follows, lower is better.</summary>
public abstract class ImageLoss
{
    /// <summary>Mean of squared differences (<c>MSE</c>).</summary>
    public static ImageLoss Mse { get; } = new SquaredErrorLoss();

    /// <summary>Mean of absolute differences (<c>MAE</c>).</summary>
    public static ImageLoss Mae { get; } = new AbsoluteErrorLoss();

    /// <summary>1 minus the structural similarity (<c>SSIM</c>).</summary>
    /// <param name="range">The range of the similarity.</param>
    /// <param name="ranks">Ranks whose batches are one for the range, or null.</param>
    public static ImageLoss Ssim(SimilarityRange range, SharedMaximum? ranks = null) => new SimilarityLoss(range, ranks);

    /// <summary>A weighted sum with 1 minus the structural similarity (<c>W_MAE_SSIM</c>, <c>W_MSE_SSIM</c>).</summary>
    /// <param name="first">The other loss, <see cref="Mae"/> or <see cref="Mse"/>.</param>
    /// <param name="firstWeight">Its weight.</param>
    /// <param name="similarityWeight">The weight of 1 minus the similarity.</param>
    /// <param name="range">The range of the similarity.</param>
    /// <param name="ranks">Ranks whose batches are one for the range, or null.</param>
    public static ImageLoss Weighted(ImageLoss first, double firstWeight, double similarityWeight, SimilarityRange range, SharedMaximum? ranks = null) =>
        new WeightedLoss(first, firstWeight, Ssim(range, ranks), similarityWeight);

    /// <summary>The loss of a batch, a tensor without axes.</summary>
    /// <param name="prediction">The network's output <c>[N, C, H, W]</c>.</param>
    /// <param name="target">The target, of the same shape; no gradient flows into it.</param>
    public abstract Tensor Of(Tensor prediction, Tensor target);
}
