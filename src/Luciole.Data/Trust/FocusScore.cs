using Luciole.Data.Augmentation;
using Luciole.Data.Augmentation.Filtering;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Trust;

/// <summary>
/// How sharp an image is, whatever its brightness, contrast and noise. With G(s) the image blurred by a Gaussian of s pixels, the focus is
/// <c>Var(G(2) - G(4)) / Var(G(1) - G(16))</c>: the part of an image's structure that lies in details of some four to twelve pixels.
/// Finer details are left to noise and to the halos that an unfocused phase image gets, coarser ones to uneven light. Measured in blocks of
/// 512 x 512 pixels; of images with more than 64 such blocks, in 64 that lie evenly.
/// </summary>
/// <param name="Focus">The focus, 0 to 1: 0 where all pixels are equal. Only scores of one magnification compare.</param>
/// <param name="Grain">The part of the variance that a blur of one pixel removes, 0 to 1: near 0.9 for nothing but noise.</param>
public readonly record struct FocusScore(double Focus, double Grain)
{
    private const int Block = 512;
    private const int MostBlocks = 64;
    private const int Widths = 3;
    private static readonly double[] s_sigmas = [1, 2, 4, 16];

    /// <summary>Measures an image; several channels as their mean.</summary>
    /// <exception cref="InputException">The image is damaged.</exception>
    public static FocusScore Of(IImageSource image)
    {
        var (blockRows, blockColumns) = (Parts(image.Height), Parts(image.Width));
        var step = Math.Max(1, ((blockRows * blockColumns) + MostBlocks - 1) / MostBlocks);
        var sums = new Sums();
        float[]? band = null;
        for (var row = 0; row < blockRows; row++)
        {
            var chosen = Enumerable.Range(0, blockColumns).Where(column => ((row * blockColumns) + column) % step == 0).ToList();
            if (chosen.Count == 0)
                continue;
            var (top, bottom) = Edges(row, blockRows, image.Height);
            var count = (bottom - top) * image.Width * image.Channels;
            if (band is null || band.Length < count)
                band = new float[count];
            image.ReadRows(top, bottom - top, band);
            foreach (var column in chosen)
            {
                var (left, right) = Edges(column, blockColumns, image.Width);
                sums.Add(Cut(band, image.Width, image.Channels, bottom - top, left, right), bottom - top, right - left);
            }
        }

        return sums.Score();
    }

    private static int Parts(int size) => Math.Max(1, (size + (Block / 2)) / Block);

    private static (int First, int End) Edges(int part, int parts, int size) => ((int)((long)part * size / parts), (int)((long)(part + 1) * size / parts));

    private static float[] Cut(float[] band, int width, int channels, int rows, int left, int right)
    {
        var block = new float[rows * (right - left)];
        var at = 0;
        for (var y = 0; y < rows; y++)
        {
            for (var x = left; x < right; x++)
            {
                var sum = 0f;
                for (var c = 0; c < channels; c++)
                    sum += band[(((y * width) + x) * channels) + c];
                block[at++] = sum / channels;
            }
        }

        return block;
    }

    private sealed class Sums
    {
        private double _detail;
        private double _structure;
        private double _fine;
        private double _all;

        public void Add(float[] block, int height, int width)
        {
            // Single precision suffices once the large common part is gone.
            var mean = (float)block.Average(v => (double)v);
            foreach (ref var value in block.AsSpan())
                value -= mean;
            var blurred = Array.ConvertAll(s_sigmas, sigma => Blur(block, height, width, sigma));
            _detail += Energy(blurred[1], blurred[2]);
            _structure += Energy(blurred[0], blurred[3]);
            _fine += Energy(block, blurred[0]);
            _all += Energy(block, new float[block.Length]);
        }

        public FocusScore Score() => new(_structure > 0 ? _detail / _structure : 0, _all > 0 ? Math.Min(1, _fine / _all) : 0);

        private static double Energy(float[] a, float[] b)
        {
            double sum = 0, squares = 0;
            for (var i = 0; i < a.Length; i++)
            {
                var difference = (double)a[i] - b[i];
                sum += difference;
                squares += difference * difference;
            }

            return Math.Max(0, squares - (sum * sum / a.Length));
        }

        private static float[] Blur(float[] block, int height, int width, double sigma)
        {
            var radius = (int)((Widths * sigma) + 0.5);
            using var padded = new PaddedImage(block, height, width, 1, radius, BorderRule.Reflect);
            var kernel = GaussianKernel.Weights(sigma, radius);
            var result = new float[block.Length];
            SeparableFilter.Apply(padded.Values, radius, result, height, width, 1, kernel, kernel);
            return result;
        }
    }
}
