using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation;

/// <summary><c>VFLIP</c>: turns image and target upside down.</summary>
public sealed class VerticalFlip : IAugmentation
{
    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.VerticalFlip;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random) => pair.RewriteBoth((source, result, channels) => Flip(source, result, pair.Height, pair.Width * channels));

    /// <summary>Reverses the rows of an image <c>[Y, X, C]</c>.</summary>
    public static float[] Flip(ReadOnlySpan<float> image, int height, int width, int channels)
    {
        SizeCheck.Images(image, image, height, width, channels);
        var result = new float[image.Length];
        Flip(image, result, height, width * channels);
        return result;
    }

    private static void Flip(ReadOnlySpan<float> source, Span<float> result, int height, int row)
    {
        for (var y = 0; y < height; y++)
            source.Slice(y * row, row).CopyTo(result[((height - 1 - y) * row)..]);
    }
}
