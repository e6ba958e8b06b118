using System.Buffers;
using System.Runtime.CompilerServices;
using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>ELASTIC</c>: moves the pixels of image and target along a smooth random field (Simard et al., 2003).</summary>
public sealed class ElasticDistortion : IAugmentation
{
    private readonly double _minimum;
    private readonly double _maximum;
    private readonly double _sigma;
    private readonly BorderRule _border;

    /// <summary>Sets strength and smoothness.</summary>
    /// <param name="minimum">Smallest strength (<c>E_ALPHA</c>): the blurred field of numbers from -1 to 1 is multiplied by it.</param>
    /// <param name="maximum">Largest strength.</param>
    /// <param name="sigma">Standard deviation of the blur in pixels (<c>E_SIGMA</c>).</param>
    /// <param name="border">What lies outside (<c>E_MODE</c>; its <c>reflect</c> is <see cref="BorderRule.Mirror"/>).</param>
    /// <exception cref="InputException">A number is out of range.</exception>
    public ElasticDistortion(double minimum = 12, double maximum = 16, double sigma = 4, BorderRule border = BorderRule.Constant)
    {
        RangeCheck.Range("E_ALPHA", minimum, maximum, 0, 10_000);
        RangeCheck.Number("E_SIGMA", sigma, 1e-3, 100);
        (_minimum, _maximum, _sigma, _border) = (minimum, maximum, sigma, border);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.Elastic;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var alpha = random.Uniform(_minimum, _maximum);
        var size = pair.Height * pair.Width;
        var (dx, dy) = (ArrayPool<float>.Shared.Rent(size), ArrayPool<float>.Shared.Rent(size));
        Draw(dx.AsSpan(0, size));
        Draw(dy.AsSpan(0, size));
        pair.RewriteBoth((source, result, channels) => Displace(source, result, pair.Height, pair.Width, channels, dx, dy, _border));
        ArrayPool<float>.Shared.Return(dx);
        ArrayPool<float>.Shared.Return(dy);

        // The noise needs no more margin than the blur sees.
        void Draw(Span<float> displacement)
        {
            var pad = GaussianKernel.ShortRadius(_sigma);
            var count = (pair.Height + (2 * pad)) * (pair.Width + (2 * pad));
            var noise = ArrayPool<float>.Shared.Rent(count);
            FillUniform(noise.AsSpan(0, count), random);
            Displacement(noise, pad, displacement, pair.Height, pair.Width, alpha, _sigma);
            ArrayPool<float>.Shared.Return(noise);
        }
    }

    /// <summary>Makes one component of the field: alpha times the blurred noise.</summary>
    /// <param name="noise">Uniform in [-1, 1): at least <c>(height + 2 pad) x (width + 2 pad)</c> numbers.</param>
    /// <param name="pad">Margin of the noise; at least the blur's radius (2.9 sigma / 2 for the default).</param>
    /// <param name="displacement"><c>height x width</c>, in pixels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="alpha">The strength.</param>
    /// <param name="sigma">The blur in pixels.</param>
    public static void Displacement(ReadOnlySpan<float> noise, int pad, Span<float> displacement, int height, int width, double alpha, double sigma)
    {
        var radius = GaussianKernel.ShortRadius(sigma);
        ArgumentOutOfRangeException.ThrowIfLessThan(pad, radius);
        SizeCheck.AtLeast(noise, (height + (2L * pad)) * (width + (2L * pad)));
        SizeCheck.AtLeast(displacement, (long)height * width);
        var kernel = GaussianKernel.Weights(sigma, radius);
        SeparableFilter.Apply(noise, pad, displacement, height, width, 1, kernel, kernel, (float)alpha);
    }

    /// <summary>Reads an image <c>[Y, X, C]</c> at <c>(y - dy, x - dx)</c>: places rounded to 1/32 pixel, bicubic with a = -0.75.</summary>
    public static void Displace(
        ReadOnlySpan<float> source, Span<float> result, int height, int width, int channels, ReadOnlySpan<float> dx, ReadOnlySpan<float> dy, BorderRule border)
    {
        SizeCheck.Images(source, result, height, width, channels);
        SizeCheck.AtLeast(dx, (long)height * width);
        SizeCheck.AtLeast(dy, (long)height * width);
        CubicRemap.Apply(source, result, height, width, channels, dx, dy, border);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillUniform(Span<float> noise, SampleRandom random)
    {
        const float unit = 1f / (1 << 23);
        for (var i = 0; i < noise.Length; i += 2)
        {
            var bits = random.NextBits();
            noise[i] = ((int)(bits >> 40) - (1 << 23)) * unit;
            if (i + 1 < noise.Length)
                noise[i + 1] = ((int)((bits >> 8) & 0xFFFFFF) - (1 << 23)) * unit;
        }
    }
}
