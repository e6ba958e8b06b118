namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Blurs an image before it is made smaller, so that fine structure does not turn into coarse.</summary>
internal static class AntiAliasing
{
    /// <summary>Blurs each axis with a standard deviation of (old size / new size - 1) / 2, cut off at four of them; mirrored about pixel centres.</summary>
    /// <returns>False when there is nothing to blur; the result is then untouched.</returns>
    public static bool Blur(ReadOnlySpan<float> source, Span<float> result, int height, int width, int channels, int newHeight, int newWidth)
    {
        var (down, across) = (Kernel(height, newHeight), Kernel(width, newWidth));
        var radius = Math.Max(down.Length, across.Length) / 2;
        if (radius < 1)
            return false;
        using var padded = new PaddedImage(source, height, width, channels, radius, BorderRule.Mirror);
        SeparableFilter.Apply(padded.Values, radius, result, height, width, channels, across, down);
        return true;
    }

    private static float[] Kernel(int size, int newSize)
    {
        var sigma = Math.Max(0, (((double)size / newSize) - 1) / 2);
        return sigma > 0 ? GaussianKernel.Weights(sigma, (int)((4 * sigma) + 0.5)) : [1];
    }
}
