using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>SHIFT</c>: moves image and target down and right by the same part of their height and width, in whole pixels.</summary>
public sealed class Shift : IAugmentation
{
    private readonly double _minimum;
    private readonly double _maximum;
    private readonly BorderRule _border;

    /// <summary>Sets the range.</summary>
    /// <param name="minimum">Smallest part (<c>SHIFT_RANGE</c>); below 0 moves up and left.</param>
    /// <param name="maximum">Largest part.</param>
    /// <param name="border">What comes in from outside (<c>AFFINE_MODE</c>).</param>
    /// <exception cref="InputException">A part is outside -1 to 1.</exception>
    public Shift(double minimum = 0.1, double maximum = 0.2, BorderRule border = BorderRule.Constant)
    {
        RangeCheck.Range("SHIFT_RANGE", minimum, maximum, -1, 1);
        (_minimum, _maximum, _border) = (minimum, maximum, border);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.Shift;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var part = random.Uniform(_minimum, _maximum);
        var (down, right) = ((int)Math.Round(part * pair.Height), (int)Math.Round(part * pair.Width));
        pair.RewriteBoth((source, result, channels) => Move(source, result, pair.Height, pair.Width, channels, down, right, _border));
    }

    /// <summary>Moves an image <c>[Y, X, C]</c> by whole pixels.</summary>
    public static void Move(ReadOnlySpan<float> source, Span<float> result, int height, int width, int channels, int down, int right, BorderRule border)
    {
        SizeCheck.Images(source, result, height, width, channels);
        AxisResampler.Resample(source, width, channels, result, AxisTable.Shifted(height, down, border), AxisTable.Shifted(width, right, border));
    }
}
