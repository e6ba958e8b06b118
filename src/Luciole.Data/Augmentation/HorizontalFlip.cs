using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation;

/// <summary><c>HFLIP</c>: mirrors image and target left to right.</summary>
public sealed class HorizontalFlip : IAugmentation
{
    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.HorizontalFlip;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random) => pair.RewriteBoth((source, result, channels) => Flip(source, result, pair.Width, channels));

    /// <summary>Reverses the columns of an image <c>[Y, X, C]</c>.</summary>
    public static float[] Flip(ReadOnlySpan<float> image, int height, int width, int channels)
    {
        SizeCheck.Images(image, image, height, width, channels);
        var result = new float[image.Length];
        Flip(image, result, width, channels);
        return result;
    }

    private static void Flip(ReadOnlySpan<float> source, Span<float> result, int width, int channels)
    {
        source.CopyTo(result);
        var row = width * channels;
        for (var start = 0; start < result.Length; start += row)
        {
            // Reversing all values turns each pixel's channels around as well.
            var line = result.Slice(start, row);
            line.Reverse();
            for (var x = 0; channels > 1 && x < row; x += channels)
                line.Slice(x, channels).Reverse();
        }
    }
}
