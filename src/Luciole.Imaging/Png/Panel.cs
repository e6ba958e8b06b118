using Luciole.Files;

namespace Luciole.Imaging.Png;

/// <summary>
/// Grey images side by side with a label above each, as one PNG: input, truth, prediction. Images may differ in size; every one has
/// its own contrast unless told otherwise.
/// </summary>
public sealed class Panel
{
    private const int Gap = 4;
    private const byte Background = 255;
    private const byte Ink = 0;

    private readonly List<Picture> _pictures = [];

    /// <summary>Adds an image with the contrast stretched between its percentiles.</summary>
    /// <param name="label">Short text above it (ASCII); what is wider than the image is cut.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="image">Intensities, <c>[row, X]</c>.</param>
    public Panel Add(string label, int width, int height, ReadOnlySpan<float> image) => Add(label, width, height, Contrast.Stretch(image));

    /// <summary>Adds an image on a given scale, so that several can be compared.</summary>
    public Panel Add(string label, int width, int height, ReadOnlySpan<float> image, float black, float white) =>
        Add(label, width, height, Contrast.Stretch(image, black, white));

    /// <summary>Writes the panel.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Write(string path)
    {
        var (width, height, pixels) = Draw();
        PngFile.WriteGrey(path, width, height, pixels);
    }

    /// <summary>The panel's pixels, <c>[row, X]</c>.</summary>
    internal (int Width, int Height, byte[] Pixels) Draw()
    {
        if (_pictures.Count == 0)
            throw new InvalidOperationException("A panel needs at least one image.");
        // Letters grow with the images, so that they stay legible when a large panel is scaled down.
        var scale = Math.Max(1, _pictures.Max(p => p.Width) / 256);
        var labelHeight = (BitmapFont.Height * scale) + (2 * Gap);
        var width = _pictures.Sum(p => p.Width) + (Gap * (_pictures.Count + 1));
        var height = labelHeight + _pictures.Max(p => p.Height) + Gap;
        var pixels = new byte[checked(width * height)];
        Array.Fill(pixels, Background);
        var left = Gap;
        foreach (var picture in _pictures)
        {
            for (var y = 0; y < picture.Height; y++)
                picture.Greys.AsSpan(y * picture.Width, picture.Width).CopyTo(pixels.AsSpan(((labelHeight + y) * width) + left));
            DrawText(picture, pixels, width, left, scale);
            left += picture.Width + Gap;
        }

        return (width, height, pixels);
    }

    private static void DrawText(Picture picture, byte[] pixels, int width, int left, int scale)
    {
        var step = (BitmapFont.Width + 1) * scale;
        for (var i = 0; i < picture.Label.Length && (i * step) + (BitmapFont.Width * scale) <= picture.Width; i++)
        {
            for (var y = 0; y < BitmapFont.Height * scale; y++)
            {
                for (var x = 0; x < BitmapFont.Width * scale; x++)
                {
                    if (BitmapFont.Covers(picture.Label[i], x / scale, y / scale))
                        pixels[((Gap + y) * width) + left + (i * step) + x] = Ink;
                }
            }
        }
    }

    private Panel Add(string label, int width, int height, byte[] greys)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (greys.Length != (long)width * height)
            throw new ArgumentException($"{greys.Length} values do not make {width} x {height} pixels.", nameof(height));
        _pictures.Add(new Picture(label, width, height, greys));
        return this;
    }

    private sealed record Picture(string Label, int Width, int Height, byte[] Greys);
}
