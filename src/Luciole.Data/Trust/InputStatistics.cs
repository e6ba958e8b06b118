using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Trust;

/// <summary>What is measured of an input image to tell whether it is like those that a model was trained on. Double precision, in four passes with one band of rows in memory.</summary>
public sealed record InputStatistics
{
    private const double LowPercent = 1;
    private const double HighPercent = 99;
    private const double LeastPile = 0.0005;

    /// <summary>Mean of all samples.</summary>
    public required double Mean { get; init; }

    /// <summary>Population standard deviation of all samples.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>Third central moment by the cube of the standard deviation; 0 where all samples are equal.</summary>
    public required double Skewness { get; init; }

    /// <summary>The 1st percentile in standard deviations from the mean; 0 where all samples are equal.</summary>
    public required double Low { get; init; }

    /// <summary>The 99th percentile in standard deviations from the mean; 0 where all samples are equal.</summary>
    public required double High { get; init; }

    /// <summary><see cref="FocusScore.Grain"/>: the part of the variance in details of one pixel, 0 to 1.</summary>
    public required double Grain { get; init; }

    /// <summary><see cref="FocusScore.Focus"/>: how sharp the image is, 0 to 1.</summary>
    public required double Focus { get; init; }

    /// <summary>
    /// The part of the samples, 0 to 1, that stand at the image's highest or lowest value where values pile up there; 0 where they do not.
    /// </summary>
    public required double Saturated { get; init; }

    /// <summary>Measures an image, all its channels together.</summary>
    /// <exception cref="InputException">The image is damaged, or holds a value that is not a finite number.</exception>
    public static InputStatistics Measure(IImageSource image)
    {
        var rows = PixelRows.Of(image, null);
        var moments = Moments.Measure(rows, double.NegativeInfinity, double.PositiveInfinity);
        var percentiles = Percentiles.Measure(rows, LowPercent, HighPercent);
        var (cubes, saturated) = Shape(rows, moments);
        var focus = FocusScore.Of(image);
        var deviation = moments.StandardDeviation;
        double Scaled(double value) => deviation > 0 ? value / deviation : 0;
        return new InputStatistics
        {
            Mean = moments.Mean,
            StandardDeviation = deviation,
            Skewness = deviation > 0 ? cubes / (deviation * deviation * deviation) : 0,
            Low = Scaled(percentiles[0] - moments.Mean),
            High = Scaled(percentiles[1] - moments.Mean),
            Grain = focus.Grain,
            Focus = focus.Focus,
            Saturated = saturated,
        };
    }

    // Clipped values make a spike: more samples at the end of the range than the next hundredth of the range has altogether.
    private static (double Cubes, double Saturated) Shape(PixelRows rows, Moments moments)
    {
        double cubes = 0;
        long atTop = 0, belowTop = 0, atBottom = 0, aboveBottom = 0;
        var (lowest, highest, mean) = (moments.Minimum, moments.Maximum, moments.Mean);
        var margin = (highest - lowest) / 100;
        rows.Visit((row, _, _) =>
        {
            foreach (var value in row)
            {
                var deviation = value - mean;
                cubes += deviation * deviation * deviation;
                if (value >= highest - margin)
                {
                    if (value >= highest)
                        atTop++;
                    else
                        belowTop++;
                }
                else if (value <= lowest + margin)
                {
                    if (value <= lowest)
                        atBottom++;
                    else
                        aboveBottom++;
                }
            }
        });
        double Pile(long at, long beside) => at > beside && at > LeastPile * rows.Count && lowest < highest ? (double)at / rows.Count : 0;
        return (cubes / rows.Count, Pile(atTop, belowTop) + Pile(atBottom, aboveBottom));
    }
}
