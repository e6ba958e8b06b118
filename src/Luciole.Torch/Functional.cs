using Luciole.Torch.Autograd;
using Luciole.Torch.Cpu;
using Luciole.Torch.Profiling;

namespace Luciole.Torch;

/// <summary>The operators of neural networks, with PyTorch's meanings; images are <c>[N, C, H, W]</c>, tokens <c>[N, L, D]</c>.</summary>
public static class Functional
{
    /// <summary>Whether this libtorch has attention as one operator.</summary>
    public static bool HasFusedAttention => Aten.ScaledDotProductAttention.Exists;

    /// <summary>max(0, x).</summary>
    public static Tensor Relu(Tensor input) => Aten.Relu.Call(input);

    /// <summary>max(0, x), written over x; returns a second handle to it.</summary>
    public static Tensor ReluInPlace(Tensor input) => Aten.ReluInPlace.Call(input);

    /// <summary>x for positive x, else exp(x) - 1, written over x; returns a second handle to it.</summary>
    public static Tensor EluInPlace(Tensor input) => Aten.EluInPlace.Call(input, 1.0, 1.0, 1.0);

    /// <summary>x for positive x, else slope * x, written over x; returns a second handle to it.</summary>
    public static Tensor LeakyReluInPlace(Tensor input, double slope = 0.01) => Aten.LeakyReluInPlace.Call(input, slope);

    /// <summary>x for positive x, else exp(x) - 1.</summary>
    public static Tensor Elu(Tensor input) => Aten.Elu.Call(input, 1.0, 1.0, 1.0);

    /// <summary>x for positive x, else slope * x.</summary>
    public static Tensor LeakyRelu(Tensor input, double slope = 0.01) => Aten.LeakyRelu.Call(input, slope);

    /// <summary>x * sigmoid(x).</summary>
    public static Tensor Silu(Tensor input) => Aten.Silu.Call(input);

    /// <summary>x * Phi(x), exact (by the error function).</summary>
    public static Tensor Gelu(Tensor input)
    {
        using var section = LayerClock.Measure(LayerKind.NormalizationAndActivation);
        return Aten.Gelu.Call(input, "none");
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static Tensor Sigmoid(Tensor input) => Aten.Sigmoid.Call(input);

    /// <summary>Hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor input) => Aten.Tanh.Call(input);

    /// <summary>Softmax along an axis.</summary>
    public static Tensor Softmax(Tensor input, long axis) => Aten.Softmax.Call(input, axis, default);

    /// <summary>Zeroes elements with a probability and scales the rest, in training.</summary>
    public static Tensor Dropout(Tensor input, double probability, bool training) => Aten.Dropout.Call(input, probability, training);

    /// <summary>x W^T + b; weight <c>[out, in]</c>. In single precision on the processor by a product of our own, unless libtorch's is faster.</summary>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias) =>
        Cpu.LinearFunction.Takes(input, weight, bias) ? Cpu.LinearFunction.Run(input, weight, bias, gelu: false) : Aten.Linear.Call(input, weight, bias);

    /// <summary>The exact GELU of x W^T + b; weight <c>[out, in]</c>.</summary>
    public static Tensor LinearGelu(Tensor input, Tensor weight, Tensor? bias)
    {
        if (Cpu.LinearFunction.Takes(input, weight, bias))
            return Cpu.LinearFunction.Run(input, weight, bias, gelu: true);
        using var linear = Aten.Linear.Call(input, weight, bias);
        return Gelu(linear);
    }

    /// <summary>
    /// residual + W2 GELU(x W1^T + b1) + b2: two linear layers with an exact GELU between; weights <c>[hidden, in]</c> and <c>[out, hidden]</c>.
    /// </summary>
    public static Tensor Perceptron(Tensor input, Tensor weight1, Tensor bias1, Tensor weight2, Tensor bias2, Tensor residual)
    {
        if (Cpu.PerceptronFunction.Takes(input, weight1, bias1, weight2, bias2, residual))
            return Cpu.PerceptronFunction.Run(input, weight1, bias1, weight2, bias2, residual);
        using var hidden = LinearGelu(input, weight1, bias1);
        using var output = Linear(hidden, weight2, bias2);
        return residual + output;
    }

    /// <summary>
    /// Two-dimensional convolution; weight <c>[out, in / groups, kh, kw]</c>, zero padding. Large kernels that keep the size go through
    /// Fourier transforms of our own where that is faster.
    /// </summary>
    public static Tensor Conv2d(Tensor input, Tensor weight, Tensor? bias, long stride = 1, long padding = 0, long groups = 1) =>
        stride == 1 && groups == 1 && Cpu.LargeKernelConvolution.Takes([input], weight, bias, padding)
            ? Cpu.LargeKernelConvolution.Run([input], weight, bias)
            : Aten.Conv2d.Call(input, weight, bias, new[] { stride, stride }, new[] { padding, padding }, new long[] { 1, 1 }, groups);

    /// <summary>
    /// Images made larger by so many columns left and right and rows above and below, mirrored about the outermost pixel, which is not
    /// repeated. The padding must be less than the size.
    /// </summary>
    public static Tensor ReflectPad2d(Tensor input, long columns, long rows) =>
        Aten.ReflectionPad2d.Call(input, new[] { columns, columns, rows, rows });

    /// <summary>
    /// Transposed two-dimensional convolution; weight <c>[in, out, kh, kw]</c>. For 2 x 2 kernels and stride 2 by a product of our own, where
    /// it is in single precision on the processor.
    /// </summary>
    public static Tensor ConvTranspose2d(Tensor input, Tensor weight, Tensor? bias, long stride) =>
        Cpu.DoublingFunction.Takes(input, weight, bias, stride)
            ? Cpu.DoublingFunction.Run(input, weight, bias)
            : Aten.ConvTranspose2d.Call(input, weight, bias, new[] { stride, stride }, new long[] { 0, 0 }, new long[] { 0, 0 }, 1L, new long[] { 1, 1 });

    /// <summary>Maximum over windows of size and stride <paramref name="size"/>.</summary>
    public static Tensor MaxPool2d(Tensor input, long size) =>
        Aten.MaxPool2d.Call(input, new[] { size, size }, new[] { size, size }, new long[] { 0, 0 }, new long[] { 1, 1 }, false);

    /// <summary>Normalises the last axis to mean 0 and variance 1, then scales and shifts.</summary>
    public static Tensor LayerNorm(Tensor input, Tensor weight, Tensor bias, double epsilon) =>
        Aten.LayerNorm.Call(input, weight.Shape, weight, bias, epsilon, false);

    /// <summary>Normalises each channel with the batch's statistics (training) or the running ones; null in training: nothing is counted.</summary>
    public static Tensor BatchNorm(
        Tensor input, Tensor weight, Tensor bias, Tensor? runningMean, Tensor? runningVariance, bool training, double momentum, double epsilon) =>
        Aten.BatchNorm.Call(input, weight, bias, runningMean, runningVariance, training, momentum, epsilon, false);

    /// <summary>
    /// max(0, <see cref="BatchNorm"/>) that may write over its input. On the processor by kernels of our own, which keep one tensor for
    /// the way back.
    /// </summary>
    public static Tensor BatchNormReluInPlace(
        Tensor input, Tensor weight, Tensor bias, Tensor? runningMean, Tensor? runningVariance, bool training, double momentum, double epsilon)
    {
        var isFollowed = NoGradScope.GradEnabled && (input.RequiresGrad || weight.RequiresGrad || bias.RequiresGrad);
        if ((training || !isFollowed) && CpuBatchNorm.Takes(input, weight, bias))
        {
            return training
                ? CpuBatchNorm.Train(input, weight, bias, runningMean, runningVariance, momentum, epsilon, isFollowed)
                : CpuBatchNorm.ApplyInPlace(input, weight, bias, runningMean!, runningVariance!, epsilon);
        }

        using var normalized = BatchNorm(input, weight, bias, runningMean, runningVariance, training, momentum, epsilon);
        return ReluInPlace(normalized);
    }

    /// <summary>Normalises each channel of each image by itself.</summary>
    public static Tensor InstanceNorm(Tensor input, Tensor? weight, Tensor? bias, double epsilon) =>
        Aten.InstanceNorm.Call(input, weight, bias, default, default, true, 0.1, epsilon, false);

    /// <summary>Normalises groups of channels of each image, in the type of the weight.</summary>
    public static Tensor GroupNorm(Tensor input, long groups, Tensor weight, Tensor bias, double epsilon)
    {
        // Mixed types are refused on the processor, where autocast leaves this operator alone.
        using var wide = input.Device.Kind == DeviceKind.Cpu ? input.To(weight.ScalarType) : null;
        return Aten.GroupNorm.Call(wide ?? input, groups, weight, bias, epsilon, false);
    }

    /// <summary>
    /// softmax(q k^T / sqrt(d)) v for q, k, v <c>[N, heads, L, d]</c>. Fused where this libtorch has it (2.0 on), composed elsewhere.
    /// </summary>
    public static Tensor ScaledDotProductAttention(Tensor query, Tensor key, Tensor value)
    {
        if (Aten.ScaledDotProductAttention.Exists)
            return Aten.ScaledDotProductAttention.Call(query, key, value);
        using var scaled = query * (1 / Math.Sqrt(query.Size(-1)));
        using var transposed = key.Transpose(-2, -1);
        using var scores = scaled.MatMul(transposed);
        using var weights = Softmax(scores, -1);
        return weights.MatMul(value);
    }

    /// <summary>
    /// Attention of tokens to each other, from queries, keys and values <c>[N, L, 3 D]</c>, side by side and each with its heads side by
    /// side, to <c>[N, L, D]</c>. On the processor, in 32-bit floats, the L x L weights are never in memory as a whole.
    /// </summary>
    /// <exception cref="ArgumentException">Another shape, or heads that do not divide D.</exception>
    public static Tensor SelfAttention(Tensor input, long heads)
    {
        var shape = input.Shape;
        if (shape.Length != 3 || shape[2] % (3 * heads) != 0)
            throw new ArgumentException($"A tensor of shape [{string.Join(", ", shape)}] is not queries, keys and values of {heads} heads.", nameof(input));
        if (Cpu.SelfAttentionFunction.Takes(input))
            return Cpu.SelfAttentionFunction.Run(input, heads);
        using var parts = input.Reshape(shape[0], shape[1], 3, heads, shape[2] / (3 * heads));
        using var split = parts.Permute(2, 0, 3, 1, 4);
        using var query = split.Select(0, 0);
        using var key = split.Select(0, 1);
        using var value = split.Select(0, 2);
        using var mixed = ScaledDotProductAttention(query, key, value);
        using var byToken = mixed.Transpose(1, 2);
        return byToken.Reshape(shape[0], shape[1], shape[2] / 3);
    }

    /// <summary>Mean of squared differences.</summary>
    public static Tensor MseLoss(Tensor prediction, Tensor target) => Aten.MseLoss.Call(prediction, target, 1L);

    /// <summary>Mean of absolute differences.</summary>
    public static Tensor L1Loss(Tensor prediction, Tensor target) => Aten.L1Loss.Call(prediction, target, 1L);
}
