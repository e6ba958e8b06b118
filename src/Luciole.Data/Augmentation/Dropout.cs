using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>DROPOUT</c>: sets random pixels of the raw patch to 0, in all channels; the target stays.</summary>
public sealed class Dropout : IAugmentation
{
    private readonly double _minimum;
    private readonly double _maximum;

    /// <summary>Sets the range.</summary>
    /// <param name="minimum">Smallest part of the pixels (<c>DROP_RANGE</c>).</param>
    /// <param name="maximum">Largest part.</param>
    /// <exception cref="InputException">The range leaves 0 to 1.</exception>
    public Dropout(double minimum = 0, double maximum = 0.2)
    {
        RangeCheck.Range("DROP_RANGE", minimum, maximum, 0, 1);
        (_minimum, _maximum) = (minimum, maximum);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.Dropout;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var pixels = pair.Height * pair.Width;
        var channels = pair.Image.Length / pixels;
        foreach (var i in new BernoulliIndices(pixels, random.Uniform(_minimum, _maximum), random))
            pair.Image.AsSpan(i * channels, channels).Clear();
    }
}
