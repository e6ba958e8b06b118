using System.Buffers;
using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>ZOOM</c>: resizes image and target, then cuts out the middle or fills up around.</summary>
public sealed class Zoom : IAugmentation
{
    private readonly double _minimum;
    private readonly double _maximum;
    private readonly BorderRule _border;

    /// <summary>Sets the range.</summary>
    /// <param name="minimum">Smallest factor (<c>ZOOM_RANGE</c>); below 1 the image shrinks.</param>
    /// <param name="maximum">Largest factor.</param>
    /// <param name="border">What a shrunken image is surrounded by (<c>AFFINE_MODE</c>).</param>
    /// <exception cref="InputException">A factor is outside 0.1 to 10.</exception>
    public Zoom(double minimum = 0.8, double maximum = 1.2, BorderRule border = BorderRule.Constant)
    {
        RangeCheck.Range("ZOOM_RANGE", minimum, maximum, 0.1, 10);
        (_minimum, _maximum, _border) = (minimum, maximum, border);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.Zoom;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var factor = random.Uniform(_minimum, _maximum);
        pair.RewriteBoth((source, result, channels) => Resize(source, result, pair.Height, pair.Width, channels, factor, _border));
    }

    /// <summary>Resizes an image <c>[Y, X, C]</c> linearly to <c>round(size * factor)</c>, anti-aliased, and keeps its size: an odd pixel is added at the end.</summary>
    public static void Resize(ReadOnlySpan<float> source, Span<float> result, int height, int width, int channels, double factor, BorderRule border)
    {
        SizeCheck.Images(source, result, height, width, channels);
        var (rows, columns) = (Math.Max(1, (int)Math.Round(height * factor)), Math.Max(1, (int)Math.Round(width * factor)));
        var blurred = ArrayPool<float>.Shared.Rent(source.Length);
        if (AntiAliasing.Blur(source, blurred, height, width, channels, rows, columns))
            source = blurred.AsSpan(0, source.Length);
        AxisResampler.Resample(source, width, channels, result, Middle(height, rows, border), Middle(width, columns, border));
        ArrayPool<float>.Shared.Return(blurred);
    }

    /// <summary>Whole-number division towards 0 puts the odd pixel at the end, whether it is cut or added.</summary>
    private static AxisTable Middle(int length, int resized, BorderRule border) => AxisTable.Linear(length, resized, (resized - length) / 2, length, border);
}
