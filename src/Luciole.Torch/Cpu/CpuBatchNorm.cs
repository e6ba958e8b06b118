using Luciole.Kernels.Normalization;
using Luciole.Torch.Autograd;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Cpu;

/// <summary>Batch normalisation and max(0, x) by our own kernels, where they can.</summary>
internal static unsafe class CpuBatchNorm
{
    /// <summary>Whether the kernels take these tensors.</summary>
    public static bool Takes(Tensor input, Tensor weight, Tensor bias) =>
        TensorPlanes.Of(input) is { } planes && planes.Images * planes.Pixels > 1 && TensorPlanes.IsPlain(weight) && TensorPlanes.IsPlain(bias);

    /// <summary>With the batch's statistics; the running ones move towards them, the variance unbiased.</summary>
    public static Tensor Train(Tensor input, Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVariance, double momentum, double epsilon)
    {
        var function = new BatchNormReluFunction(epsilon);
        var output = GradientFunction.Apply(function, input, weight, bias)[0];
        var count = (double)input.ElementCount / function.Mean.Length;
        var means = runningMean.AsSpan<float>();
        var variances = runningVariance.AsSpan<float>();
        for (var c = 0; c < means.Length; c++)
        {
            means[c] = (float)(((1 - momentum) * means[c]) + (momentum * function.Mean[c]));
            variances[c] = (float)(((1 - momentum) * variances[c]) + (momentum * function.Variance[c] * count / (count - 1)));
        }

        return output;
    }

    /// <summary>With the running statistics, written over the input; returns a second handle to it. Nothing may need its gradient.</summary>
    public static Tensor ApplyInPlace(Tensor input, Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVariance, double epsilon)
    {
        var planes = TensorPlanes.Require(input);
        var (scales, shifts) = (new float[planes.Channels], new float[planes.Channels]);
        var weights = weight.AsSpan<float>();
        var biases = bias.AsSpan<float>();
        var means = runningMean.AsSpan<float>();
        var variances = runningVariance.AsSpan<float>();
        for (var c = 0; c < scales.Length; c++)
        {
            var scale = weights[c] / Math.Sqrt(variances[c] + epsilon);
            (scales[c], shifts[c]) = ((float)scale, (float)(biases[c] - (means[c] * scale)));
        }

        fixed (float* scale = scales, shift = shifts)
            BatchNormRelu.Apply(CpuCompute.Team, CpuCompute.InstructionSet, planes, planes, scale, shift);
        return input.Alias();
    }
}
