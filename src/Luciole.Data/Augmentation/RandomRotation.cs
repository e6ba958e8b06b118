using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>RANDOM_ROT</c>: turns image and target about their centre by a whole number of degrees, size kept.</summary>
public sealed class RandomRotation : IAugmentation
{
    private readonly int _minimum;
    private readonly int _maximum;
    private readonly BorderRule _border;

    /// <summary>Sets the range.</summary>
    /// <param name="minimum">Smallest angle in degrees (<c>RANDOM_ROT_RANGE</c>), its fraction dropped.</param>
    /// <param name="maximum">The angle that is no longer drawn, unless it equals the smallest.</param>
    /// <param name="border">What lies outside (<c>AFFINE_MODE</c>).</param>
    /// <exception cref="InputException">The range is turned around or exceeds a turn.</exception>
    public RandomRotation(double minimum = -180, double maximum = 180, BorderRule border = BorderRule.Constant)
    {
        RangeCheck.Range("RANDOM_ROT_RANGE", minimum, maximum, -360, 360);
        (_minimum, _maximum, _border) = ((int)minimum, (int)maximum, border);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.RandomRotation;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var angle = _minimum + random.NextInt(Math.Max(1, _maximum - _minimum));
        if (angle % 360 != 0)
            pair.RewriteBoth((source, result, channels) => Rotate(source, result, pair.Height, pair.Width, channels, angle, _border));
    }

    /// <summary>Turns an image <c>[Y, X, C]</c> counter-clockwise about ((height - 1) / 2, (width - 1) / 2), as SciPy's <c>rotate(order, reshape=False)</c>.</summary>
    /// <param name="source">The image.</param>
    /// <param name="result">As large.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">Values per pixel.</param>
    /// <param name="degrees">The angle.</param>
    /// <param name="border">What lies outside; with <see cref="BorderRule.Constant"/> a pixel whose place is outside is 0, unblended.</param>
    /// <param name="interpolation">Linear, or nearest.</param>
    public static void Rotate(
        ReadOnlySpan<float> source, Span<float> result, int height, int width, int channels, double degrees, BorderRule border, Interpolation interpolation = Interpolation.Linear)
    {
        SizeCheck.Images(source, result, height, width, channels);
        AffineResampler.Resample(source, result, height, width, channels, AffineMap.Rotation(degrees, height, width), border, interpolation);
    }
}
