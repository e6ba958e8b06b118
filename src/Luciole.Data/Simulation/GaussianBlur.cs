namespace Luciole.Data.Simulation;

/// <summary>Separable Gaussian blur with mirrored borders.</summary>
internal static class GaussianBlur
{
    public static float[] Apply(float[] image, int height, int width, double sigma)
    {
        var radius = (int)Math.Ceiling(3 * sigma);
        var weights = Weights(sigma, radius);
        var rows = new float[image.Length];
        var padded = new float[width + (2 * radius)];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < padded.Length; x++)
                padded[x] = image[(y * width) + Patches.Reflection.Index(x - radius, width)];
            for (var tap = 0; tap < weights.Length; tap++)
                AddScaled(padded.AsSpan(tap, width), weights[tap], rows.AsSpan(y * width, width));
        }

        var result = new float[image.Length];
        for (var y = 0; y < height; y++)
        {
            for (var tap = 0; tap < weights.Length; tap++)
            {
                var source = Patches.Reflection.Index(y + tap - radius, height);
                AddScaled(rows.AsSpan(source * width, width), weights[tap], result.AsSpan(y * width, width));
            }
        }

        return result;
    }

    private static void AddScaled(ReadOnlySpan<float> source, float weight, Span<float> sums)
    {
        for (var i = 0; i < sums.Length; i++)
            sums[i] += weight * source[i];
    }

    private static float[] Weights(double sigma, int radius)
    {
        var weights = Enumerable.Range(-radius, (2 * radius) + 1).Select(i => Math.Exp(-i * i / (2 * sigma * sigma))).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(w => (float)(w / sum))];
    }
}
