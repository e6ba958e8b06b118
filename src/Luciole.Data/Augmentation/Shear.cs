using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>SHEAR</c>: slants image and target, so that columns lean while rows stay level.</summary>
public sealed class Shear : IAugmentation
{
    private readonly double _minimum;
    private readonly double _maximum;
    private readonly BorderRule _border;

    /// <summary>Sets the range.</summary>
    /// <param name="minimum">Smallest angle in degrees by which columns lean (<c>SHEAR_RANGE</c>).</param>
    /// <param name="maximum">Largest angle.</param>
    /// <param name="border">What lies outside (<c>AFFINE_MODE</c>).</param>
    /// <exception cref="InputException">An angle exceeds 89 degrees.</exception>
    public Shear(double minimum = -20, double maximum = 20, BorderRule border = BorderRule.Constant)
    {
        RangeCheck.Range("SHEAR_RANGE", minimum, maximum, -89, 89);
        (_minimum, _maximum, _border) = (minimum, maximum, border);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.Shear;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var angle = random.Uniform(_minimum, _maximum);
        pair.RewriteBoth((source, result, channels) => Slant(source, result, pair.Height, pair.Width, channels, angle, _border));
    }

    /// <summary>Slants an image <c>[Y, X, C]</c>: <c>result(y, x) = source(y, x + tan(angle) (y - (height - 1) / 2))</c>, linearly.</summary>
    public static void Slant(ReadOnlySpan<float> source, Span<float> result, int height, int width, int channels, double degrees, BorderRule border)
    {
        SizeCheck.Images(source, result, height, width, channels);
        var map = AffineMap.AboutCentre(1, 0, Math.Tan(degrees * (Math.PI / 180)), 1, height, width);
        AffineResampler.Resample(source, result, height, width, channels, map, border, Interpolation.Linear);
    }
}
