using Luciole.Kernels.Normalization;
using Luciole.Torch.Autograd;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Cpu;

/// <summary>
/// Batch normalisation with the batch's statistics and max(0, x), in one pass each way. It keeps its input alone; libtorch keeps the
/// output too.
/// </summary>
/// <param name="epsilon">Added to the variance.</param>
internal sealed unsafe class BatchNormReluFunction(double epsilon) : GradientFunction
{
    private Tensor? _input;
    private Tensor? _weight;
    private Tensor? _bias;

    /// <summary>The mean of each channel.</summary>
    public double[] Mean { get; private set; } = [];

    /// <summary>The biased variance of each channel.</summary>
    public double[] Variance { get; private set; } = [];

    /// <summary>The computation alone; the output may be the input.</summary>
    public void Compute(Tensor input, Tensor weight, Tensor bias, Tensor output)
    {
        var planes = TensorPlanes.Require(input);
        (Mean, Variance) = (new double[planes.Channels], new double[planes.Channels]);
        fixed (double* mean = Mean, variance = Variance)
        {
            BatchNormRelu.Train(
                CpuCompute.Team, CpuCompute.InstructionSet, planes, TensorPlanes.Require(output), TensorPlanes.Floats(weight), TensorPlanes.Floats(bias),
                epsilon, mean, variance);
        }
    }

    /// <inheritdoc/>
    protected override Tensor[] Forward(Tensor[] inputs)
    {
        (_input, _weight, _bias) = (Save(inputs[0]), Save(inputs[1]), Save(inputs[2]));
        var output = Tensor.Empty(_input.Shape);
        Compute(_input, _weight, _bias, output);
        return [output];
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor?[] outputGradients)
    {
        // Halves of a joined gradient come as views, whose planes are dense.
        var gradient = outputGradients[0]!;
        var gradientPlanes = TensorPlanes.Of(gradient) ?? TensorPlanes.Require(gradient = gradient.Contiguous());
        var (input, weight, bias) = (Tensor.Empty(_input!.Shape), Tensor.Empty(_weight!.Shape), Tensor.Empty(_weight.Shape));
        fixed (double* mean = Mean, variance = Variance)
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
            BatchNormReluGradient.Run(
                CpuCompute.Team, CpuCompute.InstructionSet, TensorPlanes.Require(_input), gradientPlanes, TensorPlanes.Require(input), channels);
        }

        GC.KeepAlive(gradient);
        return [input, weight, bias];
    }
}
