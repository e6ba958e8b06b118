using Luciole.Metrics;
using Luciole.Torch;

namespace Luciole.Training;

/// <summary>
/// The figures of <see cref="TrainingMetrics"/>, sample by sample, computed where the images lie: in single precision, so that they differ
/// from those in the fifth digit.
/// </summary>
/// <param name="prediction">Predictions <c>[N, C, H, W]</c>.</param>
/// <param name="truth">Targets of the same shape.</param>
/// <param name="scale">How intensities are brought to [0, 1] for PSNR and SSIM.</param>
internal sealed class DeviceMetrics(Tensor prediction, Tensor truth, MetricScale scale)
{
    private const double Epsilon = 1e-8;

    private readonly long[] _shape = prediction.Shape;
    private readonly Tensor _p = prediction.Reshape(prediction.Size(0), -1);
    private readonly Tensor _t = truth.Reshape(truth.Size(0), -1);

    /// <summary>One figure of each sample, <c>[N]</c>; not finite where a sample has none.</summary>
    /// <param name="metric">One of <c>psnr</c>, <c>mae</c>, <c>mse</c>, <c>ssim</c>.</param>
    public Tensor Of(string metric) => metric switch
    {
        "mae" => (_p - _t).Abs().Mean([1]),
        "mse" => (_p - _t).Square().Mean([1]),
        "psnr" => SignalToNoise(),
        "ssim" => Similarity(),
        _ => throw new ArgumentException($"{metric} is not a metric of training.", nameof(metric)),
    };

    private Tensor SignalToNoise()
    {
        var (p, t) = Mapped();
        var error = (p.Clamp(0, 1) - t.Clamp(0, 1)).Square().Mean([1]);
        return Defined(Elementwise.Log10(error) * -10);
    }

    private Tensor Similarity()
    {
        if (_shape[2] < SimilarityMap.SmallestSide || _shape[3] < SimilarityMap.SmallestSide)
            return Tensor.Full([_shape[0]], double.NaN, ScalarType.Float32, _p.Device);
        var (p, t) = Mapped();
        if (scale == MetricScale.Clamp)
            (p, t) = (p.Clamp(0, 1), t.Clamp(0, 1));
        var range = scale == MetricScale.Clamp
            ? Tensor.Ones([_shape[0], 1], ScalarType.Float32, _p.Device)
            : Extent(p).Maximum(Extent(t));
        var map = SimilarityMap.Of(p.Reshape(_shape), t.Reshape(_shape), range.Reshape(-1, 1, 1, 1));
        return Defined(map.Reshape(_shape[0], -1).Mean([1]));
    }

    private (Tensor P, Tensor T) Mapped()
    {
        if (scale == MetricScale.Clamp)
            return (_p, _t);
        var t = Map(_t, _t);
        return (Map(_p, scale == MetricScale.OwnRange ? _p : _t), t);
    }

    // A constant target has no range to measure by.
    private Tensor Defined(Tensor figures)
    {
        if (scale != MetricScale.TargetRange)
            return figures;
        var hasRange = Elementwise.Truth(1 - Elementwise.AtMost(Extent(_t).Reshape(-1), 0));
        return Elementwise.Where(hasRange, figures, Tensor.Scalar(double.NaN, figures.ScalarType, figures.Device));
    }

    private static Tensor Map(Tensor values, Tensor reference) => (values - Elementwise.Smallest(reference, 1)) / (Extent(reference) + Epsilon);

    private static Tensor Extent(Tensor values) => Elementwise.Largest(values, 1) - Elementwise.Smallest(values, 1);
}
