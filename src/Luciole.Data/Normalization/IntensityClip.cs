using Luciole.Files;

namespace Luciole.Data.Normalization;

/// <summary>
/// Bounds that intensities are clipped to before statistics are measured (<c>DATA.NORMALIZATION.PERC_CLIP</c>). Each side is a
/// percentile, a given value (which wins), or open. Bounds of integer images are truncated to whole numbers.
/// </summary>
public sealed record IntensityClip
{
    /// <summary>Creates the bounds; <see langword="null"/> leaves a side open.</summary>
    /// <exception cref="InputException">A percentile lies outside [0, 100], or a lower bound is not below the upper one.</exception>
    public IntensityClip(double? lowerPercent = null, double? upperPercent = null, double? lowerValue = null, double? upperValue = null)
    {
        RequirePercent("LOWER_PERC", lowerPercent);
        RequirePercent("UPPER_PERC", upperPercent);
        RequireOrder("LOWER_PERC", lowerPercent, "UPPER_PERC", upperPercent);
        RequireOrder("LOWER_VALUE", lowerValue, "UPPER_VALUE", upperValue);
        LowerPercent = lowerPercent;
        UpperPercent = upperPercent;
        LowerValue = lowerValue;
        UpperValue = upperValue;
    }

    /// <summary>The percentile (0 to 100, linear interpolation) taken as lower bound when <see cref="LowerValue"/> is not given.</summary>
    public double? LowerPercent { get; }

    /// <summary>The percentile (0 to 100, linear interpolation) taken as upper bound when <see cref="UpperValue"/> is not given.</summary>
    public double? UpperPercent { get; }

    /// <summary>The lower bound itself.</summary>
    public double? LowerValue { get; }

    /// <summary>The upper bound itself.</summary>
    public double? UpperValue { get; }

    internal bool NeedsPercentiles => (LowerValue is null && LowerPercent is not null) || (UpperValue is null && UpperPercent is not null);

    private static void RequirePercent(string key, double? percent)
    {
        if (percent is { } p && !(p is >= 0 and <= 100))
            throw new InputException($"DATA.NORMALIZATION.PERC_CLIP.{key}: {p} is not a percentile; give a number from 0 to 100.");
    }

    private static void RequireOrder(string lowerKey, double? lower, string upperKey, double? upper)
    {
        if (lower is { } low && upper is { } high && !(low < high))
            throw new InputException($"DATA.NORMALIZATION.PERC_CLIP.{lowerKey}: {low} is not below {upperKey} {high}; exchange or change them.");
    }
}
