namespace Luciole.Configuration;

/// <summary>The prediction.</summary>
public sealed record TestSettings
{
    /// <summary><c>TEST.ENABLE</c></summary>
    public bool Enable { get; init; }

    /// <summary><c>TEST.VERBOSE</c></summary>
    public bool Verbose { get; init; } = true;

    /// <summary><c>TEST.AUGMENTATION</c></summary>
    public bool Augmentation { get; init; }

    /// <summary><c>TEST.AUGMENTATION_MODE</c></summary>
    public AugmentationMerge AugmentationMerge { get; init; } = AugmentationMerge.Mean;

    /// <summary><c>TEST.REDUCE_MEMORY</c></summary>
    public bool ReduceMemory { get; init; }

    /// <summary><c>TEST.METRICS</c></summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [Metric.Psnr, Metric.Mae, Metric.Mse, Metric.Ssim];

    /// <summary><c>TEST.OUTPUT</c></summary>
    public OutputScale Output { get; init; } = OutputScale.Auto;
}
