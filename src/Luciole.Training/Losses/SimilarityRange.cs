namespace Luciole.Training;

/// <summary>The range of intensities that the constants of the structural similarity are taken from.</summary>
public enum SimilarityRange
{
    /// <summary>1, with both images clamped to [0, 1]: for the normalisations <c>div</c> and <c>scale_range</c>.</summary>
    Unit,

    /// <summary>
    /// The larger one of the ranges of prediction and target, over the whole batch and newly at each step; gradient flows through it.
    /// For zero mean / unit variance, which has no range of its own.
    /// </summary>
    Batch,
}
