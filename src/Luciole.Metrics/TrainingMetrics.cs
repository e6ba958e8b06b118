namespace Luciole.Metrics;

/// <summary>The figures watched during training, measured on the network's normalised tensors.</summary>
/// <param name="MeanAbsoluteError">Mean of |p - t|.</param>
/// <param name="MeanSquaredError">Mean of (p - t)².</param>
/// <param name="PeakSignalToNoise">In decibel, of values scaled to [0, 255]; infinite for equal images.</param>
/// <param name="StructuralSimilarity">Gaussian SSIM of values scaled to [0, 1].</param>
public sealed record TrainingMetrics(double MeanAbsoluteError, double MeanSquaredError, double PeakSignalToNoise, double StructuralSimilarity)
{
    private const float Epsilon = 1e-8f;

    /// <summary>Compares a batch <c>[N, C, Y, X]</c>; ranges are those of the whole batch.</summary>
    public static TrainingMetrics Measure(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int height, int width, MetricScale scale)
    {
        ImageMetrics.RequireSameLength(prediction, target);
        var (minimumT, maximumT) = ImageMetrics.Extremes(target);
        var (minimumP, maximumP) = scale == MetricScale.OwnRange ? ImageMetrics.Extremes(prediction) : (minimumT, maximumT);
        var scaledP = Scale(prediction, scale, minimumP, maximumP);
        var scaledT = Scale(target, scale, minimumT, maximumT);
        return new TrainingMetrics(
            ImageMetrics.MeanAbsoluteError(prediction, target),
            ImageMetrics.MeanSquaredError(prediction, target),
            ImageMetrics.PeakSignalToNoise(ImageMetrics.MeanSquaredError(Bytes(scaledP), Bytes(scaledT)), 255),
            GaussianSsim.Mean(scaledP, scaledT, height, width, scale == MetricScale.Clamp ? 1 : null));
    }

    private static float[] Scale(ReadOnlySpan<float> values, MetricScale scale, float minimum, float maximum)
    {
        var scaled = new float[values.Length];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = scale == MetricScale.Clamp ? Math.Clamp(values[i], 0, 1) : (values[i] - minimum) / (maximum - minimum + Epsilon);
        return scaled;
    }

    private static float[] Bytes(float[] values) => Array.ConvertAll(values, v => Math.Clamp(v * 255, 0, 255));
}
