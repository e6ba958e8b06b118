using Luciole.Torch.Autograd;

namespace Luciole.Torch.Tests.Cpu;

public sealed class BatchNormReluTests : IDisposable
{
    private const double Momentum = 0.1;
    private const double Epsilon = 1e-5;
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(4, 16, 32, 32, 0)]
    [InlineData(1, 3, 7, 5, 0)]
    [InlineData(2, 5, 1, 3, 0)]
    [InlineData(3, 1, 130, 131, 0)]
    [InlineData(2, 2, 64, 65, 100)]
    public void It_is_batch_norm_then_relu_in_double_precision(long images, long channels, long height, long width, double mean)
    {
        long[] shape = [images, channels, height, width];
        var input = Noise(shape, 1) * 3 + mean;
        var (weight, bias, seed) = (Noise([channels], 2) + 1, Noise([channels], 3), Noise(shape, 4));
        var own = Run(input, weight, bias, seed, wide: false);
        var reference = Run(input, weight, bias, seed, wide: true);

        // The masks of values within rounding of 0 may differ where the mean is large.
        var tolerance = mean == 0 ? 2e-6 : 2e-4;
        for (var i = 0; i < own.Length; i++)
            Compare.RelativeL2(reference[i].To(ScalarType.Float32).ToArray<float>(), own[i].ToArray<float>(), tolerance, $"result {i}");
    }

    [Fact]
    public void A_gradient_that_is_half_of_another_comes_back_the_same()
    {
        var results = new List<float[]>();
        var whole = Noise([2, 8, 9, 9], 5);
        foreach (var seed in new[] { whole.Slice(1, 2, 6), whole.Slice(1, 2, 6).Contiguous(), whole.Slice(1, 2, 6).Transpose(2, 3).Contiguous().Transpose(2, 3) })
            results.Add(Run(Noise([2, 4, 9, 9], 6), Noise([4], 7), Noise([4], 8), seed, wide: false)[1].ToArray<float>());
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void An_input_in_another_order_takes_libtorchs_way()
    {
        var input = Noise([2, 6, 5, 4], 9);
        var (weight, bias, seed) = (Noise([4], 10), Noise([4], 11), Noise([2, 4, 6, 5], 12));
        var permuted = Run(input.Permute(0, 3, 1, 2), weight, bias, seed, wide: false);
        var plain = Run(input.Permute(0, 3, 1, 2).Contiguous(), weight, bias, seed, wide: false);
        for (var i = 0; i < plain.Length; i++)
            Compare.RelativeToLargest(plain[i].ToArray<float>(), permuted[i].ToArray<float>(), 2e-6, $"result {i}");
    }

    [Fact]
    public void In_evaluation_it_writes_over_its_input()
    {
        var input = Noise([2, 3, 17, 5], 13);
        var (weight, bias, mean, variance) = (Noise([3], 14), Noise([3], 15), Noise([3], 16), Noise([3], 17).Square());
        var expected = Functional.Relu(Functional.BatchNorm(input, weight, bias, mean, variance, training: false, Momentum, Epsilon)).ToArray<float>();
        using var noGrad = new NoGradScope();
        var output = Functional.BatchNormReluInPlace(input, weight, bias, mean, variance, training: false, Momentum, Epsilon);
        Assert.Equal(input.DataPointer, output.DataPointer);
        Compare.RelativeToLargest(expected, output.ToArray<float>(), 1e-6, "output");
    }

    [Fact]
    public void In_evaluation_gradients_flow_through_libtorch()
    {
        var weight = Noise([3], 18);
        weight.RequiresGrad = true;
        var output = Functional.BatchNormReluInPlace(
            Noise([2, 3, 4, 4], 19), weight, Tensor.Zeros([3]), Tensor.Zeros([3]), Tensor.Ones([3]), training: false, Momentum, Epsilon);
        output.Sum().Backward();
        Assert.NotNull(weight.Gradient);
    }

    [Fact]
    public void What_is_not_a_number_stays_so_in_its_channel_alone()
    {
        var input = Noise([1, 2, 4, 4], 20);
        input.AsSpan<float>()[3] = float.NaN;
        var output = Functional.BatchNormReluInPlace(
            input, Tensor.Ones([2]), Tensor.Zeros([2]), Tensor.Zeros([2]), Tensor.Ones([2]), training: true, Momentum, Epsilon).ToArray<float>();
        Assert.All(output[..16], value => Assert.True(float.IsNaN(value)));
        Assert.All(output[16..], value => Assert.True(float.IsFinite(value)));
    }

    // Output, gradients by input, weight and bias, running mean and variance.
    private static Tensor[] Run(Tensor input, Tensor weight, Tensor bias, Tensor seed, bool wide)
    {
        var type = wide ? ScalarType.Float64 : ScalarType.Float32;
        Tensor Leaf(Tensor tensor)
        {
            var leaf = wide ? tensor.To(type).Detach() : tensor.Detach();
            leaf.RequiresGrad = true;
            return leaf;
        }

        var (x, w, b) = (Leaf(input), Leaf(weight), Leaf(bias));
        var channels = weight.ElementCount;
        var (mean, variance) = (Tensor.Ones([channels], type), Tensor.Ones([channels], type));
        var output = wide
            ? Functional.Relu(Functional.BatchNorm(x, w, b, mean, variance, training: true, Momentum, Epsilon))
            : Functional.BatchNormReluInPlace(x, w, b, mean, variance, training: true, Momentum, Epsilon);
        output.Backward(wide ? seed.To(type) : seed);
        return [output.Detach(), x.Gradient!, w.Gradient!, b.Gradient!, mean, variance];
    }

    private static Tensor Noise(long[] shape, int seed)
    {
        var random = new Random(seed);
        return Tensor.From([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2))], shape);
    }
}
