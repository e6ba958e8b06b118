namespace Luciole.Configuration;

/// <summary>Losses of image-to-image training.</summary>
public enum LossType
{
    /// <summary>Mean absolute difference.</summary>
    MeanAbsoluteError,

    /// <summary>Mean squared difference.</summary>
    MeanSquaredError,

    /// <summary>1 - SSIM.</summary>
    StructuralSimilarity,

    /// <summary>Weighted sum of mean absolute difference and 1 - SSIM.</summary>
    WeightedAbsoluteErrorSsim,

    /// <summary>Weighted sum of mean squared difference and 1 - SSIM.</summary>
    WeightedSquaredErrorSsim,
}
