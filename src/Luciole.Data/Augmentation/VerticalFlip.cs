using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation;

/// <summary><c>VFLIP</c>: turns image and target upside down.</summary>
public sealed class VerticalFlip : IAugmentation
{
    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.VerticalFlip;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random) => pair.ChangeBoth((image, channels) => Flip(image, pair.Height, pair.Width, channels));

    /// <summary>Reverses the rows of an image <c>[Y, X, C]</c>.</summary>
    public static float[] Flip(ReadOnlySpan<float> image, int height, int width, int channels)
    {
        var result = new float[image.Length];
        var row = width * channels;
        for (var y = 0; y < height; y++)
            image.Slice(y * row, row).CopyTo(result.AsSpan((height - 1 - y) * row));
        return result;
    }
}
