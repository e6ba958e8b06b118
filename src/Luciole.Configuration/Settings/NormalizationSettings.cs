namespace Luciole.Configuration;

/// <summary>How intensities become network input.</summary>
public sealed record NormalizationSettings
{
    /// <summary><c>DATA.NORMALIZATION.TYPE</c></summary>
    public NormalizationType Type { get; init; } = NormalizationType.Division;

    /// <summary><c>DATA.NORMALIZATION.MEASURE_BY</c></summary>
    public NormalizationScope MeasureBy { get; init; } = NormalizationScope.Image;

    /// <summary><c>DATA.NORMALIZATION.PERC_CLIP.ENABLE</c></summary>
    public bool ClipPercentiles { get; init; }

    /// <summary><c>DATA.NORMALIZATION.PERC_CLIP.LOWER_PERC</c></summary>
    public double? LowerPercentile { get; init; }

    /// <summary><c>DATA.NORMALIZATION.PERC_CLIP.UPPER_PERC</c></summary>
    public double? UpperPercentile { get; init; }

    /// <summary><c>DATA.NORMALIZATION.PERC_CLIP.LOWER_VALUE</c></summary>
    public double? LowerValue { get; init; }

    /// <summary><c>DATA.NORMALIZATION.PERC_CLIP.UPPER_VALUE</c></summary>
    public double? UpperValue { get; init; }

    /// <summary><c>DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR.MEAN_VAL</c></summary>
    public double? Mean { get; init; }

    /// <summary><c>DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR.STD_VAL</c></summary>
    public double? StandardDeviation { get; init; }
}
