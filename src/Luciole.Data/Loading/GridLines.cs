namespace Luciole.Data.Loading;

/// <summary>White lines over an image, which show how augmentation moves its pixels.</summary>
public static class GridLines
{
    private const int LinesAcross = 5;

    /// <summary>Draws rows and columns of the image's largest value, each a fifth of the width apart, in place.</summary>
    /// <param name="image">The image <c>[Y, X, C]</c>.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">Values per pixel.</param>
    public static void Draw(Span<float> image, int width, int channels)
    {
        var white = float.NegativeInfinity;
        foreach (var value in image)
            white = Math.Max(white, value);
        var spacing = Math.Max(2, width / LinesAcross);
        var height = image.Length / (width * channels);
        for (var y = 0; y < height; y++)
        {
            var row = image.Slice(y * width * channels, width * channels);
            if (y % spacing == 0)
                row.Fill(white);
            for (var x = 0; x < width; x += spacing)
                row.Slice(x * channels, channels).Fill(white);
        }
    }
}
