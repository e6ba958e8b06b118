using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>MISSING_SECTIONS</c>: sets a thick random line across the raw patch to the mean, in each channel half of the time; the target stays.</summary>
public sealed class MissingSections : IAugmentation
{
    private readonly int _thinnest;
    private readonly int _thickest;

    /// <summary>Sets the thickness.</summary>
    /// <param name="thinnest">Fewest pixels by which the line is dilated to every side (<c>MISSP_ITERATIONS</c>).</param>
    /// <param name="thickest">The number that is no longer drawn, unless it equals the fewest.</param>
    /// <exception cref="InputException">The range leaves 0 to 10000.</exception>
    public MissingSections(int thinnest = 10, int thickest = 30)
    {
        RangeCheck.Range("MISSP_ITERATIONS", thinnest, thickest, 0, 10_000);
        (_thinnest, _thickest) = (thinnest, thickest);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.MissingSections;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var channels = pair.Image.Length / (pair.Height * pair.Width);
        for (var c = 0; c < channels; c++)
        {
            if (!random.Chance(0.5))
                continue;
            var thickness = random.WholeBelow(_thinnest, _thickest);
            var steep = random.Chance(0.5);
            var side = steep ? pair.Width : pair.Height;
            Erase(pair.Image, pair.Height, pair.Width, c, steep, random.NextInt(side), random.NextInt(side), thickness);
        }
    }

    /// <summary>Sets what lies within some pixels of a line, along rows or columns, to the channel's mean; in place.</summary>
    /// <param name="image">The image <c>[Y, X, C]</c>.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channel">Which channel.</param>
    /// <param name="steep">The line runs from the first to the last row; else from the first to the last column.</param>
    /// <param name="from">The column (or row) where it begins.</param>
    /// <param name="to">The column (or row) where it ends.</param>
    /// <param name="thickness">How many pixels to each side.</param>
    public static void Erase(Span<float> image, int height, int width, int channel, bool steep, int from, int to, int thickness)
    {
        var channels = image.Length / (height * width);
        var mean = Mean(image[channel..], channels);
        var (length, across) = steep ? (height, width) : (width, height);
        var (along, step) = steep ? (width, 1) : (1, width);
        for (var i = 0; i < length; i++)
        {
            var middle = length == 1 ? from : from + ((to - from) * (double)i / (length - 1));
            var first = Math.Max(0, (int)Math.Round(middle) - thickness);
            var last = Math.Min(across - 1, (int)Math.Round(middle) + thickness);
            for (var j = first; j <= last; j++)
                image[(((i * along) + (j * step)) * channels) + channel] = mean;
        }
    }

    private static float Mean(ReadOnlySpan<float> values, int stride)
    {
        var sum = 0.0;
        var count = 0;
        for (var i = 0; i < values.Length; i += stride, count++)
            sum += values[i];
        return (float)(sum / count);
    }
}
