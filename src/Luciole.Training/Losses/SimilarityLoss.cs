using Luciole.Metrics;
using Luciole.Torch;

namespace Luciole.Training;

/// <summary>
/// 1 minus the structural similarity (Wang, Bovik, Sheikh, Simoncelli, 2004) with the choices of torchmetrics 1.4, which
/// <see cref="GaussianSsim"/> lists: the same figure, through operators that autograd follows. Images need at least 6 x 6 pixels.
/// </summary>
internal sealed class SimilarityLoss(SimilarityRange range) : ImageLoss
{
    private const double K1 = 0.01;
    private const double K2 = 0.03;

    // Two constant images have no range; dividing by nothing would end the training there.
    private const double SmallestRange = 1e-6;

    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        if (range == SimilarityRange.Unit)
            (prediction, target) = (prediction.Clamp(0, 1), target.Clamp(0, 1));
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
        var square = Range(prediction, target).Square();
        var (c1, c2) = (square * (K1 * K1), square * (K2 * K2));
        var similarity = ((product * 2) + c1) * ((covariance * 2) + c2) / ((squareP + squareT + c1) * (varianceP + varianceT + c2));
        return 1 - similarity.Mean();
    }

    private Tensor Range(Tensor prediction, Tensor target) => range == SimilarityRange.Unit
        ? Tensor.Scalar(1, prediction.ScalarType, prediction.Device)
        : (prediction.Max() - prediction.Min()).Maximum(target.Max() - target.Min()).Clamp(SmallestRange, null);

    /// <summary>Each channel blurred by itself with the Gaussian window; borders are mirrored.</summary>
    private static Tensor Blur(Tensor images)
    {
        var window = Tensor.From(GaussianSsim.Window.ToArray(), 1, 1, 1, GaussianSsim.Window.Count).To(images.ScalarType).To(images.Device);
        return BlurRows(BlurRows(images, window).Transpose(2, 3), window).Transpose(2, 3);
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
