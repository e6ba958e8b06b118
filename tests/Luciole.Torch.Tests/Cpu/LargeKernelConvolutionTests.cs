using Luciole.Kernels.Convolution;
using Luciole.Torch.Autograd;
using Luciole.Torch.Cpu;
using Luciole.Torch.Modules;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Tests.Cpu;

public sealed class LargeKernelConvolutionTests
{
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData(2, 3, 5, 17, 23, 9)]
    [InlineData(1, 16, 8, 40, 40, 7)]
    [InlineData(3, 1, 33, 12, 9, 5)]
    [InlineData(1, 9, 1, 2, 3, 11)]
    public void Outputs_and_gradients_equal_libtorchs_in_double_precision(int n, int c, int k, int h, int w, int kernel)
    {
        using var scope = new TensorScope();
        var (x, weight, bias, seed) = (Tensor.Randn([n, c, h, w]), Tensor.Randn([k, c, kernel, kernel]), Tensor.Randn([k]), Tensor.Randn([n, k, h, w]));
        var single = Gradients([x, weight, bias], seed, t => LargeKernelConvolution.Run([t[0]], t[1], t[2]));
        var wide = Gradients(
            [.. new[] { x, weight, bias }.Select(t => t.To(ScalarType.Float64))],
            seed.To(ScalarType.Float64),
            t => Functional.Conv2d(t[0], t[1], t[2], padding: kernel / 2));
        for (var i = 0; i < single.Length; i++)
            AssertClose(wide[i], single[i]);
    }

    [Fact]
    public void Wide_layers_in_pieces_equal_libtorch()
    {
        using var scope = new TensorScope();
        var (x, weight, seed) = (Tensor.Randn([1, 490, 5, 5]), Tensor.Randn([510, 490, 5, 5]) * 0.01, Tensor.Randn([1, 510, 5, 5]));
        var ours = Gradients([x, weight], seed, t => LargeKernelConvolution.Run([t[0]], t[1], null));
        var theirs = Gradients([x, weight], seed, t => Aten.Conv2d.Call(t[0], t[1], default, new long[] { 1, 1 }, new long[] { 2, 2 }, new long[] { 1, 1 }, 1L));
        for (var i = 0; i < ours.Length; i++)
            AssertClose(theirs[i], ours[i]);
    }

    [Fact]
    public void Gradients_equal_finite_differences()
    {
        using var scope = new TensorScope();
        var (x, weight) = (Tensor.Randn([1, 2, 6, 7]), Tensor.Randn([3, 2, 5, 5]));
        var seed = Tensor.Randn([1, 3, 6, 7]);
        var gradients = Gradients([x, weight], seed, t => LargeKernelConvolution.Run([t[0]], t[1], null));
        var arguments = new[] { x.ToArray<float>(), weight.ToArray<float>() };
        var seeds = seed.ToArray<float>();
        for (var which = 0; which < 2; which++)
        {
            var found = gradients[which + 1].ToArray<float>();
            for (var i = 0; i < found.Length; i += 5)
            {
                // The convolution is linear in each argument: a difference of any width is exact.
                var (up, down) = (arguments[which].Select(v => (double)v).ToArray(), arguments[which].Select(v => (double)v).ToArray());
                up[i] += 1;
                down[i] -= 1;
                double Loss(double[] changed) => which == 0 ? Direct(changed, [.. arguments[1].Select(v => (double)v)], seeds) : Direct([.. arguments[0].Select(v => (double)v)], changed, seeds);
                Assert.Equal((Loss(up) - Loss(down)) / 2, found[i], 1e-4);
            }
        }
    }

    [Fact]
    public void Maps_side_by_side_are_read_where_they_lie()
    {
        using var scope = new TensorScope();
        var both = Tensor.Randn([2, 11, 20, 21]);
        var (first, second, weight, seed) = (both.Slice(1, 0, 4), both.Slice(1, 4, 11), Tensor.Randn([6, 11, 7, 7]), Tensor.Randn([2, 6, 20, 21]));
        var apart = Gradients([first.Detach(), second.Detach(), weight], seed, t => LargeKernelConvolution.Run([t[0], t[1]], t[2], null));
        var joined = Gradients([both, weight], seed, t => LargeKernelConvolution.Run([t[0]], t[1], null));
        AssertClose(joined[0], apart[0]);
        AssertClose(joined[1], Tensor.Cat(1, apart[1], apart[2]));
        AssertClose(joined[2], apart[3]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_number_of_threads_gives_the_same(int threads)
    {
        var before = TorchRuntime.Threads;
        using var scope = new TensorScope();
        var (x, weight, seed) = (Tensor.Randn([2, 18, 50, 47]), Tensor.Randn([20, 18, 9, 9]), Tensor.Randn([2, 20, 50, 47]));
        try
        {
            TorchRuntime.Threads = 2;
            var wanted = Gradients([x, weight], seed, t => LargeKernelConvolution.Run([t[0]], t[1], null));
            TorchRuntime.Threads = threads;
            var found = Gradients([x, weight], seed, t => LargeKernelConvolution.Run([t[0]], t[1], null));
            for (var i = 0; i < wanted.Length; i++)
                AssertClose(wanted[i], found[i], 1e-6);
        }
        finally
        {
            TorchRuntime.Threads = before;
        }
    }

    [Fact]
    public void Spectra_are_dropped_when_the_weights_change()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        using var cache = new SpectraCache();
        var before = SpectraCache.Bytes;
        var (x, weight) = (Tensor.Randn([1, 4, 300, 300]), Tensor.Randn([8, 4, 9, 9]));
        var shape = LargeKernelConvolution.ShapeOf([x], weight);
        var kept = cache.Get(shape, weight);
        Assert.NotNull(kept);
        Assert.Null(cache.Get(shape with { Height = 8, Width = 8 }, weight));
        kept = cache.Get(shape, weight)!;
        Assert.Same(kept, cache.Get(shape, weight));
        Assert.Equal(before + kept.Bytes, SpectraCache.Bytes);
        weight.MulInPlace(2);
        var renewed = cache.Get(shape, weight);
        Assert.NotSame(kept, renewed);
        AssertClose(LargeKernelConvolution.Compute([x], weight, Epilogue.None, spectra: null), LargeKernelConvolution.Compute([x], weight, Epilogue.None, renewed));
        cache.Drop();
        Assert.Equal(before, SpectraCache.Bytes);
    }

    [Fact]
    public void A_trimmed_network_keeps_nothing_beside_its_weights()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        using var convolution = new Conv2d(4, 8, 9, padding: 4);
        convolution.Weight.NormalInPlace(0, 0.1);
        convolution.Eval();
        var (before, x) = (CpuCompute.KeptBytes, Tensor.Randn([1, 4, 300, 300]));
        var expected = convolution.Forward(x);
        Assert.SkipUnless(CpuCompute.KeptBytes > before, $"nothing is kept here; {SpectraCache.Variable} or {ConvolutionChoice.Variable} says so, or this processor has little memory.");
        convolution.Trim();
        Assert.Equal(before, CpuCompute.KeptBytes);
        AssertClose(expected, convolution.Forward(x));
        Assert.InRange(CpuCompute.KeptBytes, before + 1, CpuCompute.KeptBudget);
    }

    [Fact]
    public void Normalisation_and_relu_ride_along_in_evaluation()
    {
        using var scope = new TensorScope();
        using var convolution = new Conv2d(5, 20, 9, padding: 4);
        using var normalization = new BatchNorm2d(20);
        using (new NoGradScope())
        {
            foreach (var (_, tensor, _) in convolution.State().Concat(normalization.State()).Where(t => t.Tensor.IsFloatingPoint))
                tensor.UniformInPlace(0.1, 1);
        }

        var x = Tensor.Randn([2, 5, 150, 150]);
        convolution.Eval();
        normalization.Eval();
        var apart = Functional.Relu(normalization.Forward(Aten.Conv2d.Call(x, convolution.Weight, convolution.Bias, new long[] { 1, 1 }, new long[] { 4, 4 }, new long[] { 1, 1 }, 1L)));
        using var noGrad = new NoGradScope();
        Assert.True(LargeKernelConvolution.Takes([x], convolution.Weight, convolution.Bias, 4) || Environment.GetEnvironmentVariable(ConvolutionChoice.Variable) == "direct");
        AssertClose(apart, convolution.ForwardNormalizedRelu(normalization, [x]));
        convolution.Train();
        Assert.Equal(0, SpectraCache.Bytes);
    }

    [Theory]
    [InlineData(1, 16, 24, 64, true)]
    [InlineData(4, 16, 16, 32, true)]
    [InlineData(1, 16, 16, 56, false)]
    [InlineData(1, 15, 16, 64, false)]
    [InlineData(1, 32, 1, 64, false)]
    public void Kernels_of_three_take_this_way_in_training_where_it_pays(int images, int channels, int filters, int size, bool isTaken)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(ConvolutionChoice.Variable) is { Length: > 0 }, $"{ConvolutionChoice.Variable} forces one way.");
        using var scope = new TensorScope();
        var (x, weight, bias) = (Tensor.Randn([images, channels, size, size]), Tensor.Randn([filters, channels, 3, 3]), Tensor.Randn([filters]));
        weight.RequiresGrad = true;
        Assert.Equal(isTaken, LargeKernelConvolution.Takes([x], weight, bias, 1));
        using (new NoGradScope())
            Assert.False(LargeKernelConvolution.Takes([x], weight, bias, 1));
        weight.RequiresGrad = false;
        var seed = Tensor.Randn([images, filters, size, size]);
        var one = new long[] { 1, 1 };
        var ours = Gradients([x, weight, bias], seed, t => Functional.Conv2d(t[0], t[1], t[2], padding: 1));
        var direct = Gradients([x, weight, bias], seed, t => Aten.Conv2d.Call(t[0], t[1], t[2], one, one, one, 1L));
        for (var i = 0; i < ours.Length; i++)
            AssertClose(direct[i], ours[i]);
    }

    [Fact]
    public void Nothing_grows_with_the_number_of_calls()
    {
        using var outer = new TensorScope();
        var (x, weight, seed) = (Tensor.Randn([1, 3, 40, 40]), Tensor.Randn([4, 3, 7, 7]), Tensor.Randn([1, 4, 40, 40]));
        var (tensors, kept) = (0L, 0L);
        for (var i = 0; i < 200; i++)
        {
            using (new TensorScope())
                _ = Gradients([x, weight], seed, t => LargeKernelConvolution.Run([t[0]], t[1], null));
            if (i == 20)
                (tensors, kept) = (Tensor.AliveCount, CpuCompute.Workspaces.KeptBytes);
        }

        Assert.Equal(tensors, Tensor.AliveCount);
        Assert.Equal(kept, CpuCompute.Workspaces.KeptBytes);
    }

    // The output, then the gradient of each argument.
    private static Tensor[] Gradients(Tensor[] arguments, Tensor seed, Func<Tensor[], Tensor> function)
    {
        var leaves = arguments.Select(a => a.Clone().Detach()).ToArray();
        foreach (var leaf in leaves)
            leaf.RequiresGrad = true;
        var output = function(leaves);
        output.Backward(seed);
        return [output.Detach(), .. leaves.Select(l => l.Gradient!)];
    }

    private static double Direct(double[] x, double[] weight, float[] seed)
    {
        var sum = 0.0;
        for (var f = 0; f < 3; f++)
        for (var i = 0; i < 6; i++)
        for (var j = 0; j < 7; j++)
        for (var c = 0; c < 2; c++)
        for (var u = Math.Max(0, 2 - i); u < Math.Min(5, 8 - i); u++)
        for (var v = Math.Max(0, 2 - j); v < Math.Min(5, 9 - j); v++)
            sum += seed[(((f * 6) + i) * 7) + j] * x[(((c * 6) + i + u - 2) * 7) + j + v - 2] * weight[(((((f * 2) + c) * 5) + u) * 5) + v];
        return sum;
    }

    private static void AssertClose(Tensor wanted, Tensor found, double tolerance = Tolerance)
    {
        using var scope = new TensorScope();
        var (a, b) = (wanted.To(ScalarType.Float64).ToArray<double>(), found.To(ScalarType.Float64).ToArray<double>());
        Assert.Equal(a.Length, b.Length);
        var largest = a.Max(Math.Abs);
        for (var i = 0; i < a.Length; i++)
            Assert.True(Math.Abs(a[i] - b[i]) <= tolerance * largest, $"element {i}: {b[i]} instead of {a[i]}, largest {largest}");
    }
}
