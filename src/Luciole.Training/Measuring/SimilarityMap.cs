using Luciole.Metrics;
using Luciole.Torch;

namespace Luciole.Training;

/// <summary>
/// The structural similarity of each pixel (Wang, Bovik, Sheikh, Simoncelli, 2004) with the choices of torchmetrics 1.4, which
/// <see cref="GaussianSsim"/> lists: the same figure, through operators that autograd follows. Images need at least 6 x 6 pixels.
/// </summary>
internal static class SimilarityMap
{
    /// <summary>The smallest height and width.</summary>
    public const long SmallestSide = 6;

    private const double K1 = 0.01;
    private const double K2 = 0.03;
    private const double Sigma = 1.5;

    /// <summary>From images <c>[N, C, H, W]</c> to a map of the same shape.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">The target.</param>
    /// <param name="range">The range of the values, one number or <c>[N, 1, 1, 1]</c>.</param>
    public static Tensor Of(Tensor prediction, Tensor target, Tensor range)
    {
        var channels = prediction.Size(1);
        // What depends on the prediction goes through the window apart from what does not, so that no gradient is computed in vain.
        var withPrediction = Blur(Tensor.Cat(1, prediction, prediction.Square(), prediction * target));
        var ofTarget = Blur(Tensor.Cat(1, target, target.Square()));
        Tensor Part(Tensor moments, int index) => moments.Slice(1, index * channels, (index + 1) * channels);
        var (meanP, meanT) = (Part(withPrediction, 0), Part(ofTarget, 0));
        var (squareP, squareT, product) = (meanP.Square(), meanT.Square(), meanP * meanT);
        var varianceP = (Part(withPrediction, 1) - squareP).Clamp(0, null);
        var varianceT = (Part(ofTarget, 1) - squareT).Clamp(0, null);
        var covariance = Part(withPrediction, 2) - product;
        var square = range.Square();
        var (c1, c2) = (square * (K1 * K1), square * (K2 * K2));
        return ((product * 2) + c1) * ((covariance * 2) + c2) / ((squareP + squareT + c1) * (varianceP + varianceT + c2));
    }

    /// <summary>Each channel blurred by itself with the Gaussian window; borders are mirrored.</summary>
    private static Tensor Blur(Tensor images)
    {
        var window = Window(images);
        return BlurRows(BlurRows(images, window).Transpose(2, 3), window).Transpose(2, 3);
    }

    // A copy from ordinary memory would make the processor wait for the GPU, so there the window is computed.
    private static Tensor Window(Tensor images)
    {
        var taps = GaussianSsim.Window.Count;
        if (images.Device.Kind == DeviceKind.Cpu)
            return Tensor.From(GaussianSsim.Window.ToArray(), 1, 1, 1, taps).To(images.ScalarType);
        var weights = ((Tensor.Arange(taps, ScalarType.Float64, images.Device) - (taps / 2)).Square() * (-1 / (2 * Sigma * Sigma))).Exp();
        return (weights / weights.Sum()).To(images.ScalarType).Reshape(1, 1, 1, taps);
    }

    // Every row is a channel of its own here: convolutions of many short channels are three times as fast as those of few large ones.
    private static Tensor BlurRows(Tensor images, Tensor window)
    {
        var shape = images.Shape;
        var rows = images.ElementCount / shape[3];
        var padded = Functional.ReflectPad2d(images, window.Size(3) / 2, 0).Reshape(1, rows, 1, -1);
        return Functional.Conv2d(padded, window.Expand(rows, 1, 1, -1), null, groups: rows).Reshape(shape);
    }
}
