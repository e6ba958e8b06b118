using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Normalization;

/// <summary>
/// What normalisation needs to know of one image: measured over all its samples (all channels together) in double precision,
/// after clipping, in a few passes with one band of rows in memory.
/// </summary>
/// <param name="SampleType">The numeric type of the image.</param>
/// <param name="Count">Samples, with those that reflection adds.</param>
/// <param name="Minimum">Smallest sample after clipping.</param>
/// <param name="Maximum">Largest sample after clipping.</param>
/// <param name="Mean">Mean after clipping.</param>
/// <param name="StandardDeviation">Population standard deviation (divisor N) after clipping.</param>
/// <param name="ClipLower">The lower bound that samples are clipped to, or <see langword="null"/>.</param>
/// <param name="ClipUpper">The upper bound that samples are clipped to, or <see langword="null"/>.</param>
public sealed record ImageStatistics(
    SampleType SampleType,
    long Count,
    double Minimum,
    double Maximum,
    double Mean,
    double StandardDeviation,
    double? ClipLower = null,
    double? ClipUpper = null)
{
    /// <summary>Measures an image of any size; with <paramref name="padding"/>, the image as it is after that reflection.</summary>
    /// <exception cref="InputException">The image cannot be read, or holds a value that is not a finite number.</exception>
    public static ImageStatistics Measure(IImageSource image, IntensityClip? clip = null, ReflectPadding? padding = null) =>
        Measure(PixelRows.Of(image, padding), clip);

    /// <summary>Measures samples in memory, for instance one patch; <paramref name="name"/> is used in messages.</summary>
    /// <exception cref="InputException">A value is not a finite number.</exception>
    public static ImageStatistics Measure(ReadOnlyMemory<float> values, SampleType type, IntensityClip? clip = null, string name = "patch") =>
        Measure(PixelRows.Of(name, type, values), clip);

    private static ImageStatistics Measure(PixelRows rows, IntensityClip? clip)
    {
        var (lower, upper) = clip is null ? (null, null) : Bounds(rows, clip);
        var moments = Moments.Measure(rows, lower ?? double.NegativeInfinity, upper ?? double.PositiveInfinity);
        return new ImageStatistics(
            rows.Type, moments.Count, moments.Minimum, moments.Maximum, moments.Mean, moments.StandardDeviation, lower, upper);
    }

    private static (double? Lower, double? Upper) Bounds(PixelRows rows, IntensityClip clip)
    {
        var percentiles = clip.NeedsPercentiles ? Percentiles.Measure(rows, clip.LowerPercent ?? 0, clip.UpperPercent ?? 100) : [0, 0];
        var lower = clip.LowerValue ?? (clip.LowerPercent is null ? null : percentiles[0]);
        var upper = clip.UpperValue ?? (clip.UpperPercent is null ? null : percentiles[1]);
        if (lower > upper)
            throw new InputException($"{rows.Name}: the clipping bounds {lower} and {upper} leave nothing between them; change DATA.NORMALIZATION.PERC_CLIP.");
        return rows.Type.IsInteger() ? (Truncate(lower), Truncate(upper)) : (lower, upper);
    }

    private static double? Truncate(double? bound) => bound is { } value ? Math.Truncate(value) : null;
}
