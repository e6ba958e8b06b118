using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation;

/// <summary><c>BRIGHTNESS</c>: adds one number to the whole raw patch; the target stays.</summary>
/// <param name="minimum">Smallest number added (<c>BRIGHTNESS_FACTOR</c>).</param>
/// <param name="maximum">Largest number added.</param>
public sealed class Brightness(double minimum = -0.1, double maximum = 0.1) : IAugmentation
{
    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.Brightness;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random) => Change(pair.Image, random.Uniform(minimum, maximum));

    /// <summary><c>image + factor</c>, in place.</summary>
    public static void Change(Span<float> image, double factor)
    {
        foreach (ref var value in image)
            value += (float)factor;
    }
}
