using Luciole.Kernels.Normalization;
using Luciole.Torch.Autograd;
using Luciole.Torch.Cpu;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Distributed;

/// <summary>Batch normalisation with the statistics of all ranks' batches and max(0, x), by our own kernels on the processor. Inputs: x, weight, bias.</summary>
/// <param name="statistics">The ranks.</param>
/// <param name="epsilon">Added to the variance.</param>
internal sealed unsafe class SynchronizedBatchNormRelu(SynchronizedStatistics statistics, double epsilon) : GradientFunction
{
    private Tensor? _input;
    private Tensor? _weight;
    private Tensor? _bias;

    /// <summary>The mean of each channel.</summary>
    public double[] Mean { get; private set; } = [];

    /// <summary>The biased variance of each channel.</summary>
    public double[] Variance { get; private set; } = [];

    /// <summary>Values of a channel on all ranks.</summary>
    public double Values { get; private set; }

    /// <inheritdoc/>
    protected override Tensor[] Forward(Tensor[] inputs)
    {
        (_input, _weight, _bias) = (Save(inputs[0]), Save(inputs[1]), Save(inputs[2]));
        var planes = TensorPlanes.Require(_input);
        (Mean, Variance) = (new double[planes.Channels], new double[planes.Channels]);
        fixed (double* mean = Mean, squares = Variance)
            BatchNormRelu.Measure(CpuCompute.Team, CpuCompute.InstructionSet, planes, mean, squares);
        Values = statistics.Combine(Mean, Variance, (double)planes.Images * planes.Pixels);
        var (scales, shifts) = (new float[planes.Channels], new float[planes.Channels]);
        var weights = _weight.AsSpan<float>();
        var biases = _bias.AsSpan<float>();
        for (var c = 0; c < scales.Length; c++)
            (scales[c], shifts[c]) = BatchNormRelu.Affine(Mean[c], Variance[c], epsilon, weights[c], biases[c]);
        var output = Tensor.Empty(_input.Shape);
        fixed (float* scale = scales, shift = shifts)
            BatchNormRelu.Apply(CpuCompute.Team, CpuCompute.InstructionSet, planes, TensorPlanes.Require(output), scale, shift);
        return [output];
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor?[] outputGradients)
    {
        // Halves of a joined gradient come as views, whose planes are dense.
        var gradient = outputGradients[0]!;
        var gradientPlanes = TensorPlanes.Of(gradient) ?? TensorPlanes.Require(gradient = gradient.Contiguous());
        var planes = TensorPlanes.Require(_input!);
        var (input, weight, bias) = (Tensor.Empty(_input!.Shape), Tensor.Empty(_weight!.Shape), Tensor.Empty(_weight.Shape));
        using var shared = TensorScope.Release(Tensor.Empty([2L * planes.Channels], ScalarType.Float64));
        fixed (double* mean = Mean, variance = Variance, sums = shared.AsSpan<double>())
        {
            var channels = new BatchNormChannels
            {
                Mean = mean,
                Variance = variance,
                Epsilon = epsilon,
                Weight = TensorPlanes.Floats(_weight),
                Bias = TensorPlanes.Floats(_bias!),
                WeightGradient = TensorPlanes.Floats(weight),
                BiasGradient = TensorPlanes.Floats(bias),
            };
            BatchNormReluGradient.Measure(CpuCompute.Team, CpuCompute.InstructionSet, planes, gradientPlanes, channels, sums, sums + planes.Channels);
            statistics.Add(shared);
            BatchNormReluGradient.Spread(
                CpuCompute.Team, CpuCompute.InstructionSet, planes, gradientPlanes, TensorPlanes.Require(input), channels, sums, sums + planes.Channels,
                statistics.IsCounted ? Values : double.PositiveInfinity);
        }

        GC.KeepAlive(gradient);
        return [input, weight, bias];
    }
}
