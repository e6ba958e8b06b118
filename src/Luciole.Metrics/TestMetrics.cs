namespace Luciole.Metrics;

/// <summary>How a predicted image compares with its target, both in the same units.</summary>
/// <param name="MeanAbsoluteError">Mean of |p - t|.</param>
/// <param name="MeanSquaredError">Mean of (p - t)².</param>
/// <param name="PeakSignalToNoise">In decibel; the range is that of the target with 0 included. Infinite for equal images.</param>
/// <param name="StructuralSimilarity">Gaussian SSIM; the range is the larger one of the two images.</param>
/// <param name="PearsonCorrelation">Not a number when one image is constant.</param>
public sealed record TestMetrics(
    double MeanAbsoluteError, double MeanSquaredError, double PeakSignalToNoise, double StructuralSimilarity, double PearsonCorrelation)
{
    /// <summary>Compares planes <c>[planes, Y, X]</c>.</summary>
    public static TestMetrics Measure(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int height, int width)
    {
        var squared = ImageMetrics.MeanSquaredError(prediction, target);
        var (minimum, maximum) = ImageMetrics.Extremes(target);
        return new TestMetrics(
            ImageMetrics.MeanAbsoluteError(prediction, target),
            squared,
            ImageMetrics.PeakSignalToNoise(squared, (double)Math.Max(maximum, 0) - Math.Min(minimum, 0)),
            GaussianSsim.Mean(prediction, target, height, width),
            ImageMetrics.PearsonCorrelation(prediction, target));
    }
}
