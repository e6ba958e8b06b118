namespace Luciole.Data.Normalization;

/// <summary>How images are normalised: the section <c>DATA.NORMALIZATION</c>.</summary>
public sealed record NormalizationSettings
{
    /// <summary>The formula.</summary>
    public NormalizationType Type { get; init; } = NormalizationType.Div;

    /// <summary>Statistics of the whole image or of each patch.</summary>
    public MeasureBy MeasureBy { get; init; } = MeasureBy.Image;

    /// <summary>Clipping before anything else, or <see langword="null"/>.</summary>
    public IntensityClip? Clip { get; init; }

    /// <summary>A mean that is used as given instead of being measured (zero mean / unit variance only).</summary>
    public double? Mean { get; init; }

    /// <summary>A standard deviation that is used as given instead of being measured (zero mean / unit variance only).</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>Correct arithmetic, or the reference's.</summary>
    public NormalizationRules Rules { get; init; } = NormalizationRules.Luciole;
}
