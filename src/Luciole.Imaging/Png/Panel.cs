using Luciole.Files;

namespace Luciole.Imaging.Png;

/// <summary>
/// Images side by side with a label above each, as one PNG: input, truth, prediction. Images may differ in size; every grey one has
/// its own contrast unless told otherwise.
/// </summary>
public sealed class Panel
{
    private const int Gap = 4;
    private const byte Background = 255;

    private readonly List<Picture> _pictures = [];

    /// <summary>Images in a row, after which a new row begins.</summary>
    public int Columns { get; init; } = int.MaxValue;

    /// <summary>Adds an image with the contrast stretched between its percentiles.</summary>
    /// <param name="label">Short text above it (ASCII); what is wider than the image is cut.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="image">Intensities, <c>[row, X]</c>.</param>
    public Panel Add(string label, int width, int height, ReadOnlySpan<float> image) => Add(label, width, height, Contrast.Stretch(image));

    /// <summary>Adds an image on a given scale, so that several can be compared.</summary>
    public Panel Add(string label, int width, int height, ReadOnlySpan<float> image, float black, float white) =>
        Add(label, width, height, Contrast.Stretch(image, black, white));

    /// <summary>Adds a colour image, <c>[row, X, RGB]</c>; the panel is a colour image then.</summary>
    public Panel AddColour(string label, int width, int height, ReadOnlySpan<byte> rgb) => Add(label, width, height, rgb.ToArray(), 3);

    /// <summary>Writes the panel.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Write(string path)
    {
        var (width, height, pixels) = Draw();
        if (pixels.Length == width * height)
            PngFile.WriteGrey(path, width, height, pixels);
        else
            PngFile.Write(path, width, height, pixels);
    }

    /// <summary>The panel's pixels, <c>[row, X]</c>, or <c>[row, X, RGB]</c> when one of its images has colours.</summary>
    internal (int Width, int Height, byte[] Pixels) Draw()
    {
        if (_pictures.Count == 0)
            throw new InvalidOperationException("A panel needs at least one image.");
        // Letters grow with the images, so that they stay legible when a large panel is scaled down.
        var scale = Math.Max(1, _pictures.Max(p => p.Width) / 256);
        var labelHeight = (BitmapFont.Height * scale) + (2 * Gap);
        var rows = _pictures.Chunk(Columns).ToArray();
        var canvas = new Canvas(
            rows.Max(row => row.Sum(p => p.Width) + (Gap * (row.Length + 1))), rows.Sum(row => labelHeight + row.Max(p => p.Height) + Gap), _pictures.Max(p => p.Samples));
        var top = 0;
        foreach (var row in rows)
        {
            var left = Gap;
            foreach (var picture in row)
            {
                canvas.Draw(picture, top + labelHeight, left);
                DrawText(picture, canvas, top + Gap, left, scale);
                left += picture.Width + Gap;
            }

            top += labelHeight + row.Max(p => p.Height) + Gap;
        }

        return (canvas.Width, canvas.Height, canvas.Pixels);
    }

    private static void DrawText(Picture picture, Canvas canvas, int top, int left, int scale)
    {
        var step = (BitmapFont.Width + 1) * scale;
        for (var i = 0; i < picture.Label.Length && (i * step) + (BitmapFont.Width * scale) <= picture.Width; i++)
        {
            for (var y = 0; y < BitmapFont.Height * scale; y++)
            {
                for (var x = 0; x < BitmapFont.Width * scale; x++)
                {
                    if (BitmapFont.Covers(picture.Label[i], x / scale, y / scale))
                        canvas.Pixel(top + y, left + (i * step) + x).Clear();
                }
            }
        }
    }

    private Panel Add(string label, int width, int height, byte[] pixels, int samples = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (pixels.Length != (long)width * height * samples)
            throw new ArgumentException($"{pixels.Length} values do not make {width} x {height} pixels.", nameof(height));
        _pictures.Add(new Picture(label, width, height, samples, pixels));
        return this;
    }

    private sealed record Picture(string Label, int Width, int Height, int Samples, byte[] Pixels);

    private sealed class Canvas
    {
        private readonly int _samples;

        public Canvas(int width, int height, int samples)
        {
            (Width, Height, _samples) = (width, height, samples);
            Pixels = new byte[checked(width * height * samples)];
            Array.Fill(Pixels, Background);
        }

        public int Width { get; }

        public int Height { get; }

        public byte[] Pixels { get; }

        public Span<byte> Pixel(int y, int x) => Pixels.AsSpan(((y * Width) + x) * _samples, _samples);

        public void Draw(Picture picture, int top, int left)
        {
            for (var i = 0; i < picture.Width * picture.Height; i++)
            {
                var pixel = Pixel(top + (i / picture.Width), left + (i % picture.Width));
                if (picture.Samples == _samples)
                    picture.Pixels.AsSpan(i * _samples, _samples).CopyTo(pixel);
                else
                    pixel.Fill(picture.Pixels[i]);
            }
        }
    }
}
