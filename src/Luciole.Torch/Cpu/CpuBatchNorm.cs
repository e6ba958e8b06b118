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

    /// <summary>
    /// With the batch's statistics, written over the input where autograd does not follow; the running ones, if there are any, move
    /// towards them, the variance unbiased.
    /// </summary>
    public static Tensor Train(
        Tensor input, Tensor weight, Tensor bias, Tensor? runningMean, Tensor? runningVariance, double momentum, double epsilon, bool isFollowed)
    {
        var function = new BatchNormReluFunction(epsilon);
        var output = isFollowed ? GradientFunction.Apply(function, input, weight, bias)[0] : input.Alias();
        if (!isFollowed)
            function.Compute(input, weight, bias, output);
        if (runningMean is not null && runningVariance is not null)
            Count(function.Mean, function.Variance, (double)input.ElementCount / function.Mean.Length, runningMean.AsSpan<float>(), runningVariance.AsSpan<float>(), momentum);
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

    /// <summary>Moves running statistics towards a batch's, whose variance is biased.</summary>
    internal static void Count(double[] mean, double[] variance, double values, Span<float> means, Span<float> variances, double momentum)
    {
        for (var c = 0; c < means.Length; c++)
        {
            means[c] = (float)(((1 - momentum) * means[c]) + (momentum * mean[c]));
            variances[c] = (float)(((1 - momentum) * variances[c]) + (momentum * variance[c] * values / Math.Max(1, values - 1)));
        }
    }
}
