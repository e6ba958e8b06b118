using Luciole.Data.Augmentation;
using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Preprocessing;

/// <summary>
/// <c>DATA.PREPROCESS.CANNY</c>: edges (255) on nothing (0) as one channel of 8 bits (Canny, "A Computational Approach to Edge
/// Detection", 1986): a blur of one pixel, Sobel gradients, thinning along the gradient, and two thresholds, of which the lower
/// counts where it is connected with the upper. Images of three channels are taken for red, green and blue and turned grey.
/// </summary>
/// <param name="low">The lower threshold in the image's units; null: a tenth of the type's largest value (of 1 for floating point).</param>
/// <param name="high">The upper threshold; null: a fifth.</param>
public sealed class CannyEdges(double? low, double? high) : IPreprocessingStep
{
    private const double Low = 0.1;
    private const double High = 0.2;
    private const double Sigma = 1;
    private const double Edge = 255;
    private const int Rgb = 3;
    private static readonly double[] s_luma = [0.2125, 0.7154, 0.0721];
    private static readonly double[] s_smooth = [0.25, 0.5, 0.25];
    private static readonly double[] s_difference = [-1, 0, 1];

    /// <inheritdoc/>
    public RasterShape ShapeAfter(RasterShape before) => before.Channels is 1 or Rgb
        ? before with { Channels = 1, SampleType = SampleType.UInt8 }
        : throw new InputException($"has {before.Channels} channels, but DATA.PREPROCESS.CANNY takes 1 or {Rgb}; set DATA.PREPROCESS.CANNY.ENABLE: False.");

    /// <inheritdoc/>
    public Raster Apply(Raster image)
    {
        var (height, width) = (image.Shape.Height, image.Shape.Width);
        var largest = image.Shape.SampleType.IsInteger() ? image.Shape.SampleType.Highest() : 1.0;
        var grey = Smoothed(Array.ConvertAll(Grey(image), v => v / largest), height, width);

        // Weights stand for positions from left to right: a rise to the right is positive.
        var across = PlaneConvolution.Apply(grey, height, width, s_smooth, s_difference, BorderRule.Reflect);
        var down = PlaneConvolution.Apply(grey, height, width, s_difference, s_smooth, BorderRule.Reflect);
        var strength = new double[grey.Length];
        for (var i = 0; i < grey.Length; i++)
            strength[i] = SobelScale * double.Hypot(across[i], down[i]);
        var thin = EdgeThinning.Keep(across, down, strength, height, width);
        var edges = Hysteresis.Keep(thin, strength, height, width, low / largest ?? Low, high / largest ?? High);
        return Raster.FromPlanes(ShapeAfter(image.Shape), [Array.ConvertAll(edges, e => e ? Edge : 0)]);
    }

    // Sobel's operator has weights 1, 2, 1; those above add up to 1.
    private const double SobelScale = 4;

    private static double[] Grey(Raster image)
    {
        if (image.Shape.Channels == 1)
            return image.Plane(0);
        var grey = new double[image.Shape.Pixels];
        for (var c = 0; c < Rgb; c++)
        {
            var plane = image.Plane(c);
            for (var i = 0; i < grey.Length; i++)
                grey[i] += s_luma[c] * plane[i];
        }

        return grey;
    }

    // Nothing lies outside: what the blur takes from there is made up for.
    private static double[] Smoothed(double[] grey, int height, int width)
    {
        var ones = new double[grey.Length];
        Array.Fill(ones, 1);
        var inside = PlaneConvolution.Apply(ones, height, width, GaussianFilter.Kernel(Sigma), GaussianFilter.Kernel(Sigma), BorderRule.Constant);
        var blurred = PlaneConvolution.Apply(grey, height, width, GaussianFilter.Kernel(Sigma), GaussianFilter.Kernel(Sigma), BorderRule.Constant);
        for (var i = 0; i < blurred.Length; i++)
            blurred[i] /= inside[i];
        return blurred;
    }
}
