namespace Luciole.Imaging.Png;

/// <summary>Stretches intensities to the 256 greys of a screen.</summary>
public static class Contrast
{
    /// <summary>
    /// Maps the lower percentile to 0 and the upper one to 255, linearly between them. Values that are not numbers become 0, and so
    /// does a constant image.
    /// </summary>
    /// <param name="image">Intensities of any range.</param>
    /// <param name="lower">Percentile that becomes black, 0 to 100.</param>
    /// <param name="upper">Percentile that becomes white, 0 to 100.</param>
    public static byte[] Stretch(ReadOnlySpan<float> image, double lower = 0.5, double upper = 99.8)
    {
        var (black, white) = Percentiles(image, lower, upper);
        return Stretch(image, black, white);
    }

    /// <summary>Maps <paramref name="black"/> to 0 and <paramref name="white"/> to 255, so that images can share a scale.</summary>
    public static byte[] Stretch(ReadOnlySpan<float> image, float black, float white)
    {
        var greys = new byte[image.Length];
        var scale = white > black ? 255.0 / ((double)white - black) : 0;
        for (var i = 0; i < greys.Length; i++)
        {
            var grey = Math.Clamp(((double)image[i] - black) * scale, 0, 255);
            greys[i] = double.IsNaN(grey) ? (byte)0 : (byte)Math.Round(grey);
        }

        return greys;
    }

    /// <summary>Two percentiles of the finite values, interpolated linearly as NumPy does; (0, 0) when there are none.</summary>
    public static (float Lower, float Upper) Percentiles(ReadOnlySpan<float> image, double lower, double upper)
    {
        var sorted = new float[image.Length];
        var count = 0;
        foreach (var value in image)
        {
            if (float.IsFinite(value))
                sorted[count++] = value;
        }

        if (count == 0)
            return (0, 0);
        Array.Sort(sorted, 0, count);
        return (At(lower), At(upper));

        float At(double percentile)
        {
            var place = Math.Clamp(percentile, 0, 100) / 100 * (count - 1);
            var below = (int)place;
            var above = Math.Min(below + 1, count - 1);
            return (float)(sorted[below] + ((place - below) * ((double)sorted[above] - sorted[below])));
        }
    }
}
