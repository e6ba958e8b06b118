using Luciole.Data.Augmentation;

namespace Luciole.Data.Preprocessing;

/// <summary><c>DATA.PREPROCESS.GAUSSIAN_BLUR</c>: blurs each channel with a Gaussian that ends at four standard deviations.</summary>
/// <param name="sigma">The standard deviation in pixels; 0 does not blur.</param>
/// <param name="border">What lies outside the image; 0 for <see cref="BorderRule.Constant"/>.</param>
public sealed class GaussianFilter(double sigma, BorderRule border) : IPreprocessingStep
{
    private const double Truncation = 4;

    /// <inheritdoc/>
    public RasterShape ShapeAfter(RasterShape before) => before;

    /// <inheritdoc/>
    public Raster Apply(Raster image)
    {
        var (height, width) = (image.Shape.Height, image.Shape.Width);
        return Raster.FromPlanes(image.Shape, [.. image.Planes().Select(plane => Blur(plane, height, width, sigma, sigma, border))]);
    }

    /// <summary>Blurs a channel <c>[Y, X]</c> with a standard deviation for each axis.</summary>
    internal static double[] Blur(double[] plane, int height, int width, double sigmaY, double sigmaX, BorderRule border, double constant = 0) =>
        PlaneConvolution.Apply(plane, height, width, Kernel(sigmaY), Kernel(sigmaX), border, constant);

    internal static double[] Kernel(double sigma)
    {
        var radius = (int)((Truncation * sigma) + 0.5);
        if (radius == 0)
            return [1];
        var weights = Enumerable.Range(-radius, (2 * radius) + 1).Select(i => Math.Exp(-i * (double)i / (2 * sigma * sigma))).ToArray();
        var sum = weights.Sum();
        return Array.ConvertAll(weights, w => w / sum);
    }
}
