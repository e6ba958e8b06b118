namespace Luciole.Metrics;

/// <summary>How the network's tensors are brought to [0, 1] before PSNR and SSIM are measured during training.</summary>
public enum MetricScale
{
    /// <summary>Both are clamped to [0, 1]: for <c>div</c> and <c>scale_range</c>.</summary>
    Clamp,

    /// <summary>
    /// Both are scaled by the minimum and maximum of the target, so that a wrong offset or scale of the prediction counts: for zero
    /// mean / unit variance.
    /// </summary>
    TargetRange,

    /// <summary>As the reference does it for zero mean / unit variance: each is scaled by its own minimum and maximum.</summary>
    OwnRange,
}
