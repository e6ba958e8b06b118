namespace Luciole.Metrics;

/// <summary>
/// The official figures of the LightMyCells challenge for one image. Both images are first scaled, each by its own 2nd and 99.8th
/// percentile, in double precision and without clipping; so a positive scale and an offset of the prediction do not matter.
/// </summary>
/// <param name="Pcc">Pearson's correlation; 0 where it is not defined.</param>
/// <param name="Ssim">Structural similarity, 7 x 7 uniform window, with the larger range of the two.</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="EuclideanDistance">Length of the difference, not divided by the number of pixels.</param>
/// <param name="CosineDistance">|1 - cosine similarity| in [0, 2]; 1 where an image is zero everywhere.</param>
public sealed record ChallengeMetrics(double Pcc, double Ssim, double Mae, double EuclideanDistance, double CosineDistance)
{
    /// <summary>Compares two images <c>[Y, X]</c> of at least 7 x 7 pixels.</summary>
    public static ChallengeMetrics Measure(ReadOnlySpan<float> prediction, ReadOnlySpan<float> groundTruth, int height, int width)
    {
        ImageMetrics.RequireSameLength(prediction, groundTruth);
        var p = Scale(prediction);
        var g = Scale(groundTruth);
        double absolute = 0, squared = 0, pp = 0, gg = 0, pg = 0;
        for (var i = 0; i < p.Length; i++)
        {
            absolute += Math.Abs(g[i] - p[i]);
            squared += (g[i] - p[i]) * (g[i] - p[i]);
            pp += p[i] * p[i];
            gg += g[i] * g[i];
            pg += p[i] * g[i];
        }

        var similarity = pp == 0 || gg == 0 ? 0 : pg / Math.Sqrt(pp) / Math.Sqrt(gg);
        return new ChallengeMetrics(
            Correlation(p, g),
            UniformSsim.Mean(g, p, height, width, Math.Max(p.Max() - p.Min(), g.Max() - g.Min())),
            absolute / p.Length,
            Math.Sqrt(squared),
            Math.Clamp(Math.Abs(1 - similarity), 0, 2));
    }

    /// <summary>The 2nd and 99.8th percentile that an image is scaled by.</summary>
    public static (double P2, double P998) Percentiles(ReadOnlySpan<float> image)
    {
        var sorted = image.ToArray();
        Array.Sort(sorted);
        return (Percentile(sorted, 2), Percentile(sorted, 99.8));
    }

    private static double[] Scale(ReadOnlySpan<float> image)
    {
        var (p2, p998) = Percentiles(image);
        var scaled = new double[image.Length];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = p2 == p998 ? image[i] : (image[i] - p2) / (p998 - p2);
        return scaled;
    }

    private static double Percentile(float[] sorted, double percent)
    {
        var position = percent / 100 * (sorted.Length - 1);
        var lower = (int)Math.Floor(position);
        var upper = Math.Min(lower + 1, sorted.Length - 1);
        var fraction = position - lower;
        var difference = (double)sorted[upper] - sorted[lower];
        return fraction >= 0.5 ? sorted[upper] - (difference * (1 - fraction)) : sorted[lower] + (difference * fraction);
    }

    private static double Correlation(double[] p, double[] g)
    {
        double meanP = p.Average(), meanG = g.Average(), pp = 0, gg = 0, pg = 0;
        for (var i = 0; i < p.Length; i++)
        {
            pp += (p[i] - meanP) * (p[i] - meanP);
            gg += (g[i] - meanG) * (g[i] - meanG);
            pg += (p[i] - meanP) * (g[i] - meanG);
        }

        var correlation = pg / Math.Sqrt(pp) / Math.Sqrt(gg);
        return double.IsNaN(correlation) ? 0 : Math.Clamp(correlation, -1, 1);
    }
}
