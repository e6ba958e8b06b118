namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Blurs an image before it is made smaller, so that fine structure does not turn into coarse.</summary>
internal static class AntiAliasing
{
    /// <summary>Blurs with a standard deviation of (factor - 1) / 2, cut off at four of them; mirrored about pixel centres.</summary>
    /// <returns>False when there is nothing to blur; the result is then untouched.</returns>
    public static bool Blur(ReadOnlySpan<float> source, Span<float> result, int height, int width, int channels, double factor)
    {
        var sigma = (factor - 1) / 2;
        var radius = (int)((4 * sigma) + 0.5);
        if (radius < 1)
            return false;
        using var padded = new PaddedImage(source, height, width, channels, radius, BorderRule.Mirror);
        SeparableFilter.Apply(padded.Values, radius, result, height, width, channels, GaussianKernel.Weights(sigma, radius));
        return true;
    }
}
