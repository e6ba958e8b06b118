using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>G_BLUR</c>: blurs the raw patch with a Gaussian; the target stays.</summary>
public sealed class GaussianBlur : IAugmentation
{
    private readonly double _minimum;
    private readonly double _maximum;

    /// <summary>Sets the range.</summary>
    /// <param name="minimum">Smallest standard deviation in pixels (<c>G_SIGMA</c>); 0 does not blur.</param>
    /// <param name="maximum">Largest standard deviation.</param>
    /// <exception cref="InputException">The range leaves 0 to 1000.</exception>
    public GaussianBlur(double minimum = 1, double maximum = 2)
    {
        RangeCheck.Range("G_SIGMA", minimum, maximum, 0, 1000);
        (_minimum, _maximum) = (minimum, maximum);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.GaussianBlur;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var sigma = random.Uniform(_minimum, _maximum);
        Blur(pair.Image, pair.Height, pair.Width, pair.Image.Length / (pair.Height * pair.Width), sigma);
    }

    /// <summary>Blurs an image <c>[Y, X, C]</c> in place, mirrored about its edge pixels' centres, with the reference's kernel (3.3, 2.9 or 2.6 sigma wide).</summary>
    public static void Blur(Span<float> image, int height, int width, int channels, double sigma)
    {
        SizeCheck.Images(image, image, height, width, channels);
        if (sigma < 1e-3)
            return;
        var radius = GaussianKernel.ShortRadius(sigma);
        using var padded = new PaddedImage(image, height, width, channels, radius, BorderRule.Mirror);
        var kernel = GaussianKernel.Weights(sigma, radius);
        SeparableFilter.Apply(padded.Values, radius, image, height, width, channels, kernel, kernel);
    }
}
