using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>CUTOUT</c>: sets rectangles of the raw patch to a constant (DeVries and Taylor, 2017); of the target too, if asked.</summary>
public sealed class Cutout : IAugmentation
{
    private readonly int _fewest;
    private readonly int _most;
    private readonly double _smallest;
    private readonly double _largest;
    private readonly float _value;
    private readonly bool _target;
    private readonly double _squareness;

    /// <summary>Sets number and size.</summary>
    /// <param name="fewest">Fewest rectangles (<c>COUT_NB_ITERATIONS</c>).</param>
    /// <param name="most">The number that is no longer drawn, unless it equals the fewest.</param>
    /// <param name="smallest">Smallest side as a part of the image's (<c>COUT_SIZE</c>).</param>
    /// <param name="largest">Largest side.</param>
    /// <param name="value">The constant (<c>COUT_CVAL</c>).</param>
    /// <param name="target">Set the target to 0 there too (<c>COUT_APPLY_TO_MASK</c>).</param>
    /// <param name="pixelHeight">Size of a pixel along y (<c>DATA.TRAIN.RESOLUTION</c>).</param>
    /// <param name="pixelWidth">Size of a pixel along x: wider pixels make for fewer columns.</param>
    /// <exception cref="InputException">A number is out of range.</exception>
    public Cutout(
        int fewest = 1, int most = 3, double smallest = 0.05, double largest = 0.3, double value = 0, bool target = false, double pixelHeight = 1, double pixelWidth = 1)
    {
        RangeCheck.Range("COUT_NB_ITERATIONS", fewest, most, 0, 10_000);
        RangeCheck.Range("COUT_SIZE", smallest, largest, 0, 1);
        RangeCheck.Number("COUT_CVAL", value, float.MinValue, float.MaxValue);
        if (!(pixelHeight > 0 && pixelWidth > 0 && double.IsFinite(pixelHeight / pixelWidth)))
            throw new InputException($"DATA.TRAIN.RESOLUTION: ({pixelHeight}, {pixelWidth}) is not the size of a pixel; give two positive numbers.");
        (_fewest, _most, _smallest, _largest, _value, _target, _squareness) = (fewest, most, smallest, largest, (float)value, target, pixelHeight / pixelWidth);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.Cutout;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        for (var i = random.WholeBelow(_fewest, _most); i > 0; i--)
        {
            var part = random.Uniform(_smallest, _largest);
            var region = Region.Draw(random, pair.Height, pair.Width, part, Math.Min(1, part * _squareness));
            Fill(pair.Image, region, pair, _value);
            if (_target && pair.Target is { } target)
                Fill(target, region, pair, 0);
        }
    }

    private static void Fill(Span<float> image, Region region, AugmentedPair pair, float value)
    {
        for (var y = 0; y < region.Height; y++)
            region.Row(image, y, pair.Width, image.Length / (pair.Height * pair.Width)).Fill(value);
    }
}
