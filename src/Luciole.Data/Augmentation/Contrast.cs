using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation;

/// <summary><c>CONTRAST</c>: scales the whole raw patch about 0; the target stays.</summary>
/// <param name="minimum">Smallest relative change (<c>CONTRAST_FACTOR</c>).</param>
/// <param name="maximum">Largest relative change.</param>
public sealed class Contrast(double minimum = -0.1, double maximum = 0.1) : IAugmentation
{
    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.Contrast;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random) => Change(pair.Image, random.Uniform(minimum, maximum));

    /// <summary><c>image * (1 + factor)</c>, in place.</summary>
    public static void Change(Span<float> image, double factor)
    {
        foreach (ref var value in image)
            value *= (float)(1 + factor);
    }
}
