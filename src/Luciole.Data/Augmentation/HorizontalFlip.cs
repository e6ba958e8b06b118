using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation;

/// <summary><c>HFLIP</c>: mirrors image and target left to right.</summary>
public sealed class HorizontalFlip : IAugmentation
{
    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.HorizontalFlip;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random) => pair.ChangeBoth((image, channels) => Flip(image, pair.Height, pair.Width, channels));

    /// <summary>Reverses the columns of an image <c>[Y, X, C]</c>.</summary>
    public static float[] Flip(ReadOnlySpan<float> image, int height, int width, int channels)
    {
        var result = new float[image.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                image.Slice(((y * width) + x) * channels, channels).CopyTo(result.AsSpan(((y * width) + width - 1 - x) * channels));
        }

        return result;
    }
}
