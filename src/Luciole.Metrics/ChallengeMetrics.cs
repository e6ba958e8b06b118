namespace Luciole.Metrics;

/// <summary>
/// The official figures of the LightMyCells challenge for one image. Both images are first scaled, each by its own 2nd and 99.8th
/// percentile, in double precision and without clipping; so a positive scale and an offset of the prediction do not matter.
/// </summary>
/// <param name="Pcc">Pearson's correlation; 0 where it is not defined.</param>
/// <param name="Ssim">Structural similarity, 7 x 7 uniform window, with the larger range of the two; not a number where both images are constant.</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="EuclideanDistance">Length of the difference, not divided by the number of pixels.</param>
/// <param name="CosineDistance">|1 - cosine similarity| in [0, 2]; 1 where an image is zero everywhere.</param>
public sealed record ChallengeMetrics(double Pcc, double Ssim, double Mae, double EuclideanDistance, double CosineDistance)
{
    /// <summary>Compares two images <c>[Y, X]</c> of at least 7 x 7 pixels.</summary>
    /// <exception cref="ArgumentException">They differ in size, are smaller, or have pixels that are not finite.</exception>
    public static ChallengeMetrics Measure(ReadOnlySpan<float> prediction, ReadOnlySpan<float> groundTruth, int height, int width) =>
        Measure(Widened(prediction), Widened(groundTruth), height, width);

    /// <summary>Compares two images <c>[Y, X]</c> of at least 7 x 7 pixels.</summary>
    /// <exception cref="ArgumentException">They differ in size, are smaller, or have pixels that are not finite.</exception>
    public static ChallengeMetrics Measure(ReadOnlySpan<double> prediction, ReadOnlySpan<double> groundTruth, int height, int width) =>
        Measure(prediction, ImageScale.Of(prediction), groundTruth, ImageScale.Of(groundTruth), height, width);

    /// <summary>The same where the images' scales are known already.</summary>
    /// <exception cref="ArgumentException">They differ in size, or are smaller than 7 x 7 pixels.</exception>
    public static ChallengeMetrics Measure(
        ReadOnlySpan<double> prediction, ImageScale predictionScale, ReadOnlySpan<double> groundTruth, ImageScale groundTruthScale, int height, int width)
    {
        const int side = UniformSsim.Side;
        if (prediction.Length != groundTruth.Length || prediction.Length != (long)height * width || height < side || width < side)
            throw new ArgumentException($"Two images of {height} x {width} pixels, at least {side} x {side}, were expected; got {prediction.Length} and {groundTruth.Length} samples.", nameof(prediction));
        var range = Math.Max(Range(predictionScale), Range(groundTruthScale));
        var ssim = new UniformSsim.Rows(height, width, range);
        var sums = new PairSums(predictionScale, groundTruthScale);
        var (p, g) = (new double[ssim.Stride], new double[ssim.Stride]);
        for (var y = 0; y < height; y++)
        {
            sums.Add(prediction.Slice(y * width, width), groundTruth.Slice(y * width, width), p, g);
            ssim.Add(g, p);
        }

        return new ChallengeMetrics(sums.Correlation, ssim.Mean, sums.Absolute / prediction.Length, Math.Sqrt(sums.Squared), sums.CosineDistance);
    }

    /// <summary>The 2nd and 99.8th percentile that an image is scaled by.</summary>
    /// <exception cref="ArgumentException">It is empty, or has pixels that are not finite.</exception>
    public static (double P2, double P998) Percentiles(ReadOnlySpan<float> image)
    {
        var scale = ImageScale.Of(Widened(image));
        return (scale.P2, scale.P998);
    }

    private static double Range(ImageScale scale) => (scale.Maximum - scale.Minimum) / scale.Divisor;

    private static double[] Widened(ReadOnlySpan<float> image)
    {
        var values = new double[image.Length];
        IntensityMap.Identity.Apply(image, values);
        return values;
    }
}
