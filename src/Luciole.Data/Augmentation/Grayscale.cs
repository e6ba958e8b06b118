using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>GRAYSCALE</c>: sets the three channels of a coloured raw patch to their mean; the target stays.</summary>
public sealed class Grayscale : IAugmentation
{
    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.Grayscale;

    /// <inheritdoc/>
    /// <exception cref="InputException">The raw patch has not three channels.</exception>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var image = pair.Image;
        if (image.Length != 3 * pair.Height * pair.Width)
            throw new InputException($"AUGMENTOR.GRAYSCALE: needs images of 3 channels, not of {image.Length / (pair.Height * pair.Width)}; switch it off.");
        for (var i = 0; i < image.Length; i += 3)
            image[i] = image[i + 1] = image[i + 2] = (image[i] + image[i + 1] + image[i + 2]) / 3;
    }
}
