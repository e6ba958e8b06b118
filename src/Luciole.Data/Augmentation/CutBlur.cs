using System.Buffers;
using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>CUTBLUR</c>: lowers the resolution of a rectangle of the raw patch; the target stays (Yoo et al., 2020).</summary>
public sealed class CutBlur : IAugmentation
{
    private readonly double _smallest;
    private readonly double _largest;
    private readonly int _least;
    private readonly int _most;
    private readonly bool _inside;

    /// <summary>Sets size and strength.</summary>
    /// <param name="smallest">Smallest side of the rectangle as a part of the image's (<c>CBLUR_SIZE</c>).</param>
    /// <param name="largest">Largest side.</param>
    /// <param name="least">Least factor by which resolution goes down (<c>CBLUR_DOWN_RANGE</c>).</param>
    /// <param name="most">Largest factor, drawn as well.</param>
    /// <param name="inside">Always inside the rectangle; else, half of the time, everywhere but there (<c>CBLUR_INSIDE</c>).</param>
    /// <exception cref="InputException">A number is out of range.</exception>
    public CutBlur(double smallest = 0.2, double largest = 0.4, int least = 2, int most = 8, bool inside = true)
    {
        RangeCheck.Range("CBLUR_SIZE", smallest, largest, 0, 1);
        RangeCheck.Range("CBLUR_DOWN_RANGE", least, most, 1, 64);
        (_smallest, _largest, _least, _most, _inside) = (smallest, largest, least, most, inside);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.CutBlur;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var channels = pair.Image.Length / (pair.Height * pair.Width);
        var part = random.Uniform(_smallest, _largest);
        var region = Region.Draw(random, pair.Height, pair.Width, part, part);
        var factor = random.WholeBelow(_least, _most + 1);
        if (_inside || random.Chance(0.5))
        {
            var cut = new float[region.Height * region.Width * channels];
            for (var y = 0; y < region.Height; y++)
                region.Row(pair.Image, y, pair.Width, channels).CopyTo(cut.AsSpan(y * region.Width * channels));
            var coarse = new float[cut.Length];
            Coarsen(cut, coarse, region.Height, region.Width, channels, factor);
            for (var y = 0; y < region.Height; y++)
                coarse.AsSpan(y * region.Width * channels, region.Width * channels).CopyTo(region.Row(pair.Image, y, pair.Width, channels));
        }
        else
        {
            pair.RewriteImage((source, result, _) =>
            {
                Coarsen(source, result, pair.Height, pair.Width, channels, factor);
                for (var y = 0; y < region.Height; y++)
                {
                    var start = (((region.Top + y) * pair.Width) + region.Left) * channels;
                    source.Slice(start, region.Width * channels).CopyTo(result[start..]);
                }
            });
        }
    }

    /// <summary>Makes an image <c>[Y, X, C]</c> smaller by a factor, anti-aliased, and large again in blocks of one value.</summary>
    public static void Coarsen(ReadOnlySpan<float> source, Span<float> result, int height, int width, int channels, int factor)
    {
        SizeCheck.Images(source, result, height, width, channels);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        var (rows, columns) = (Math.Max(1, height / factor), Math.Max(1, width / factor));
        var small = ArrayPool<float>.Shared.Rent(rows * columns * channels);
        if (AntiAliasing.Blur(source, result, height, width, channels, rows, columns))
            source = result;
        AxisResampler.Resample(
            source, width, channels, small, AxisTable.Linear(height, rows, 0, rows, BorderRule.Mirror), AxisTable.Linear(width, columns, 0, columns, BorderRule.Mirror));
        AxisResampler.Resample(small, columns, channels, result, AxisTable.Nearest(rows, height), AxisTable.Nearest(columns, width));
        ArrayPool<float>.Shared.Return(small);
    }
}
