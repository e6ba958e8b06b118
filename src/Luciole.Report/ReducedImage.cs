using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Report;

/// <summary>One channel of an image of any size, made small while it is read, so that few rows are in memory. Pixels that are no numbers are left out.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pixels">Means of squares of the image's pixels, <c>[Y, X]</c>; 0 where a square has no number.</param>
internal sealed record ReducedImage(int Height, int Width, double[] Pixels)
{
    private const int SamplesAtOnce = 1 << 20;

    /// <summary>Reads a channel.</summary>
    /// <param name="source">The image.</param>
    /// <param name="channel">The channel, from 0.</param>
    /// <param name="side">The largest side of what is made.</param>
    /// <exception cref="InputException">The image is damaged or has no such channel.</exception>
    public static ReducedImage Read(IImageSource source, int channel, int side)
    {
        if ((uint)channel >= (uint)source.Channels)
            throw new InputException($"{source.Name}: has {source.Channels} channels, number {channel + 1} was expected; write it anew.");
        var factor = (Math.Max(source.Height, source.Width) + side - 1) / side;
        var (height, width) = ((source.Height + factor - 1) / factor, (source.Width + factor - 1) / factor);
        var sums = new double[height * width];
        var counts = new int[height * width];
        var stride = source.Width * source.Channels;
        var rows = Math.Clamp(SamplesAtOnce / stride, 1, source.Height);
        var band = new float[rows * stride];
        for (var top = 0; top < source.Height; top += rows)
        {
            var count = Math.Min(rows, source.Height - top);
            source.ReadRows(top, count, band);
            for (var y = 0; y < count; y++)
            {
                var at = (top + y) / factor * width;
                AddRow(band.AsSpan(y * stride, stride), channel, source.Channels, factor, sums.AsSpan(at, width), counts.AsSpan(at, width));
            }
        }

        for (var i = 0; i < sums.Length; i++)
            sums[i] = counts[i] > 0 ? sums[i] / counts[i] : 0;
        return new ReducedImage(height, width, sums);
    }

    private static void AddRow(ReadOnlySpan<float> row, int channel, int channels, int factor, Span<double> sums, Span<int> counts)
    {
        for (int x = 0, i = channel; i < row.Length; x++, i += channels)
        {
            if (!float.IsFinite(row[i]))
                continue;
            sums[x / factor] += row[i];
            counts[x / factor]++;
        }
    }
}
