namespace Luciole.Metrics;

/// <summary>
/// The figures watched during training, sample by sample: a sample's figures depend on nothing else in its batch, and their average
/// weighs samples alike however they were batched.
/// </summary>
public static class SampleMetrics
{
    /// <summary>Compares each sample of a batch <c>[N, C, Y, X]</c> on a scale of its own; samples are shared out among the processor's cores.</summary>
    /// <param name="prediction">The predictions.</param>
    /// <param name="truth">The targets.</param>
    /// <param name="samples">N.</param>
    /// <param name="channels">C; a sample's channels share its scale.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="scale">How intensities are brought to [0, 1] for PSNR and SSIM.</param>
    /// <param name="ssim">Whether the SSIM, the costly one, is measured; otherwise it is not a number.</param>
    /// <returns>One record a sample.</returns>
    /// <exception cref="ArgumentException">The arrays are not of N C Y X values.</exception>
    public static TrainingMetrics[] Measure(
        float[] prediction, float[] truth, int samples, int channels, int height, int width, MetricScale scale, bool ssim)
    {
        var length = checked(channels * height * width);
        if (prediction.Length != (long)samples * length || truth.Length != prediction.Length)
            throw new ArgumentException($"{prediction.Length} and {truth.Length} values are not {samples} samples of {channels} x {height} x {width}.", nameof(prediction));
        var measured = new TrainingMetrics[samples];
        void MeasureOne(int sample) => measured[sample] = TrainingMetrics.Measure(
            prediction.AsSpan(sample * length, length), truth.AsSpan(sample * length, length), height, width, scale, ssim);
        if (samples == 1)
            MeasureOne(0);
        else
            Parallel.For(0, samples, MeasureOne);
        return measured;
    }
}
