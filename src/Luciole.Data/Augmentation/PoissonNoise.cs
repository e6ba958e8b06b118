using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation;

/// <summary>
/// <c>POISSON_NOISE</c>: replaces every value of the raw patch by a count of photons with that mean, without clipping; the target
/// stays. One unit of intensity is as many photons as the patch has distinct values, rounded up to a power of two, which is how the
/// reference guesses the scale; where values are negative, the smallest counts as darkness.
/// </summary>
public sealed class PoissonNoise : IAugmentation
{
    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.PoissonNoise;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random) => Count(pair.Image, DistinctValues.RoundedUp(pair.Image), random);

    /// <summary>Counts photons in place.</summary>
    /// <param name="image">The intensities.</param>
    /// <param name="photonsPerUnit">Photons that an intensity of 1 stands for; the noise shrinks with its root.</param>
    /// <param name="random">Where numbers are drawn from.</param>
    public static void Count(Span<float> image, double photonsPerUnit, SampleRandom random)
    {
        var dark = Math.Min(0.0, ValueRange.Of(image).Minimum);
        foreach (ref var value in image)
            value = (float)((PoissonSampler.Draw((value - dark) * photonsPerUnit, random) / photonsPerUnit) + dark);
    }
}
