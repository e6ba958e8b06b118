namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Sampled Gaussians whose weights add up to 1.</summary>
internal static class GaussianKernel
{
    /// <summary>The weights at -radius .. radius.</summary>
    public static float[] Weights(double sigma, int radius)
    {
        var weights = new double[(2 * radius) + 1];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Math.Exp(-(i - radius) * (double)(i - radius) / (2 * sigma * sigma));
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => (float)(weight / sum));
    }

    /// <summary>The radius that the reference's library gives blurs and elastic fields: about 1.3 to 1.6 standard deviations.</summary>
    public static int ShortRadius(double sigma)
    {
        var size = (int)(sigma * (sigma < 3 ? 3.3 : sigma < 5 ? 2.9 : 2.6));
        return Math.Max(5, size) / 2;
    }
}
