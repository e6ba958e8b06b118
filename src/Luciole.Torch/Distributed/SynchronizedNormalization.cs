using Luciole.Torch.Autograd;

namespace Luciole.Torch.Distributed;

/// <summary>(x - mean) / deviation * weight + bias with statistics of all ranks. Inputs: x, weight, bias.</summary>
internal sealed class SynchronizedNormalization : GradientFunction
{
    private static readonly long[] s_pixels = [0, 2, 3];
    private readonly SynchronizedStatistics _statistics;
    private readonly double _count;
    private readonly Tensor _mean;
    private readonly Tensor _inverse;
    private Tensor? _input;
    private Tensor? _weight;

    public SynchronizedNormalization(SynchronizedStatistics statistics, Tensor mean, Tensor inverse, double count)
    {
        (_statistics, _count) = (statistics, count);
        (_mean, _inverse) = (Save(mean), Save(inverse));
    }

    /// <inheritdoc/>
    protected override Tensor[] Forward(Tensor[] inputs)
    {
        (_input, _weight) = (Save(inputs[0]), Save(inputs[1]));
        using var scope = new TensorScope();
        var scale = inputs[1] * _inverse;
        var shift = inputs[2] - (_mean * scale);
        return [scope.Keep((inputs[0] * OfChannels(scale)) + OfChannels(shift))];
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor?[] outputGradients)
    {
        using var scope = new TensorScope();
        var gradient = outputGradients[0] ?? Tensor.Zeros(_input!.Shape, _input.ScalarType, _input.Device);
        var normalized = (_input! - OfChannels(_mean)) * OfChannels(_inverse);
        var byBias = gradient.Sum(s_pixels);
        var byWeight = (gradient * normalized).Sum(s_pixels);

        var sums = Tensor.Cat(0, byBias, byWeight).To(ScalarType.Float64);
        _statistics.Add(sums);
        sums = (sums / _count).To(ScalarType.Float32);
        var channels = byBias.Size(0);
        var scale = OfChannels(_weight! * _inverse);
        if (!_statistics.IsCounted)
            return [scope.Keep(gradient * scale), scope.Keep(byWeight), scope.Keep(byBias)];
        var common = OfChannels(sums.Slice(0, 0, channels)) + (normalized * OfChannels(sums.Slice(0, channels, 2 * channels)));
        return [scope.Keep((gradient - common) * scale), scope.Keep(byWeight), scope.Keep(byBias)];
    }

    private static Tensor OfChannels(Tensor values) => values.Reshape(1, values.Size(0), 1, 1);
}
