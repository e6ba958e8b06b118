using Luciole.Configuration;
using Luciole.Imaging.Png;

namespace Luciole.Workflows.ModelSets;

/// <summary>The picture that stands for a model: its test sample's input on the left, its prediction on the right.</summary>
internal static class CoverPicture
{
    private const int Widest = 400;

    /// <summary>Writes the picture, small enough for a web page.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="patch">The size of both images.</param>
    /// <param name="input">The input, <c>[Y, X]</c>.</param>
    /// <param name="output">The prediction, <c>[Y, X]</c>, and further channels.</param>
    public static void Write(string path, PatchSize patch, ReadOnlySpan<float> input, ReadOnlySpan<float> output)
    {
        var step = Math.Max(1, (patch.Width + Widest - 1) / Widest);
        var (width, height) = (patch.Width / step, Math.Max(1, patch.Height / step));
        var pixels = new byte[2 * width * height];
        for (var side = 0; side < 2; side++)
        {
            var picture = Contrast.Stretch(Reduced(side == 0 ? input : output, patch.Width, width, height, step));
            for (var y = 0; y < height; y++)
                picture.AsSpan(y * width, width).CopyTo(pixels.AsSpan((((2 * y) + side) * width)));
        }

        PngFile.WriteGrey(path, 2 * width, height, pixels);
    }

    private static float[] Reduced(ReadOnlySpan<float> image, int columns, int width, int height, int step)
    {
        var reduced = new float[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var sum = 0.0f;
                for (var i = 0; i < step * step; i++)
                    sum += image[(((y * step) + (i / step)) * columns) + (x * step) + (i % step)];
                reduced[(y * width) + x] = sum / (step * step);
            }
        }

        return reduced;
    }
}
