using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>CUTMIX</c>: pastes a rectangle of another sample into image and target, registered with each other (Yun et al., 2019).</summary>
public sealed class CutMix : IAugmentation
{
    private readonly double _smallest;
    private readonly double _largest;

    /// <summary>Sets the size.</summary>
    /// <param name="smallest">Smallest side of the rectangle as a part of the image's (<c>CMIX_SIZE</c>).</param>
    /// <param name="largest">Largest side.</param>
    /// <exception cref="InputException">A side is outside 0 to 1.</exception>
    public CutMix(double smallest = 0.2, double largest = 0.4)
    {
        RangeCheck.Range("CMIX_SIZE", smallest, largest, 0, 1);
        (_smallest, _largest) = (smallest, largest);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.CutMix;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Nobody said where other samples come from, or the other one differs in size.</exception>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var other = pair.DrawAnother?.Invoke(random) ?? throw new InvalidOperationException("CUTMIX mixes two samples, but AugmentedPair.DrawAnother is not set.");
        if (other.Height != pair.Height || other.Width != pair.Width || other.Image.Length != pair.Image.Length || other.Target?.Length != pair.Target?.Length)
            throw new InvalidOperationException($"CUTMIX cannot paste from a sample of {other.Height} x {other.Width} into one of {pair.Height} x {pair.Width}.");
        var part = random.Uniform(_smallest, _largest);
        var to = Region.Draw(random, pair.Height, pair.Width, part, part);
        var from = Region.Draw(random, pair.Height, pair.Width, part, part);
        Paste(other.Image, pair.Image, from, to, pair.Height, pair.Width);
        if (pair.Target is { } target)
            Paste(other.Target, target, from, to, pair.Height, pair.Width);
    }

    private static void Paste(Span<float> source, Span<float> target, Region from, Region to, int height, int width)
    {
        var channels = target.Length / (height * width);
        for (var y = 0; y < to.Height; y++)
            from.Row(source, y, width, channels).CopyTo(to.Row(target, y, width, channels));
    }
}
