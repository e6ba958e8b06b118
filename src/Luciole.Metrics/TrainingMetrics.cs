namespace Luciole.Metrics;

/// <summary>The figures watched during training, measured on the network's normalised tensors.</summary>
/// <param name="MeanAbsoluteError">Mean of |p - t|.</param>
/// <param name="MeanSquaredError">Mean of (p - t)².</param>
/// <param name="PeakSignalToNoise">
/// In decibel, of values scaled to [0, 255]; infinite for equal images, not a number where there is no scale.
/// </param>
/// <param name="StructuralSimilarity">Gaussian SSIM of values scaled to [0, 1]; not a number where there is no scale.</param>
public sealed record TrainingMetrics(double MeanAbsoluteError, double MeanSquaredError, double PeakSignalToNoise, double StructuralSimilarity)
{
    private const double Epsilon = 1e-8;

    /// <summary>
    /// Compares planes <c>[planes, Y, X]</c> that share one scale: a sample's channels, or a batch as the reference measures it. A
    /// sample that is not finite leaves PSNR and SSIM undefined, and so does a constant target with <see cref="MetricScale.TargetRange"/>.
    /// </summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">The target.</param>
    /// <param name="height">Rows of a plane.</param>
    /// <param name="width">Columns of a plane.</param>
    /// <param name="scale">How intensities are brought to [0, 1] for PSNR and SSIM.</param>
    /// <param name="ssim">Whether the SSIM, the costly one, is measured; otherwise it is not a number.</param>
    public static TrainingMetrics Measure(
        ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int height, int width, MetricScale scale, bool ssim = true)
    {
        var (absolute, squared) = ImageMetrics.MeanErrors(prediction, target, IntensityMap.Identity, IntensityMap.Identity);
        var (minimumP, maximumP) = ImageMetrics.Extremes(prediction);
        var (minimumT, maximumT) = ImageMetrics.Extremes(target);
        if (!double.IsFinite(absolute) || (scale == MetricScale.TargetRange && minimumT == maximumT))
            return new TrainingMetrics(absolute, squared, double.NaN, double.NaN);
        var mapT = scale == MetricScale.Clamp ? new IntensityMap(0, 1, Clamps: true) : FromRange(minimumT, maximumT);
        var mapP = scale == MetricScale.OwnRange ? FromRange(minimumP, maximumP) : mapT;
        // The prediction may leave the target's range; PSNR is of values that do not, SSIM of values that may.
        var (_, ofUnit) = ImageMetrics.MeanErrors(prediction, target, mapP with { Clamps = true }, mapT with { Clamps = true });
        var range = scale == MetricScale.Clamp ? 1 : Math.Max(((double)maximumP - minimumP) * mapP.Factor, ((double)maximumT - minimumT) * mapT.Factor);
        return new TrainingMetrics(
            absolute,
            squared,
            ImageMetrics.PeakSignalToNoise(ofUnit, 1),
            ssim ? GaussianSsim.Mean(prediction, target, height, width, range, mapP, mapT) : double.NaN);
    }

    private static IntensityMap FromRange(float minimum, float maximum) => new(minimum, 1 / ((double)maximum - minimum + Epsilon), Clamps: false);
}
