using Luciole.Torch.Autograd;
using Luciole.Torch.Cpu;

namespace Luciole.Torch.Tests.Cpu;

public sealed class ProductLayersTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(true, 37, 70, 50)]
    [InlineData(false, 37, 70, 50)]
    [InlineData(true, 300, 33, 17)]
    public void A_linear_layer_and_its_gradients_equal_libtorchs(bool hasBias, long rows, long inputs, long outputs)
    {
        var leaves = Leaves([rows / 2, 2, inputs], [outputs, inputs], [outputs]);
        Assert.True(LinearFunction.Takes(leaves[0], leaves[1], leaves[2]));
        var used = hasBias ? leaves : leaves[..2];
        Same(used, x => Functional.Linear(x[0], x[1], hasBias ? x[2] : null), x => Aten.Linear.Call(x[0], x[1], hasBias ? x[2] : null));
        Same(used, x => Functional.LinearGelu(x[0], x[1], hasBias ? x[2] : null), x => Functional.Gelu(Aten.Linear.Call(x[0], x[1], hasBias ? x[2] : null)));
    }

    [Fact]
    public void A_perceptron_and_its_gradients_equal_libtorchs()
    {
        var leaves = Leaves([2, 33, 40], [64, 40], [64], [48, 64], [48], [2, 33, 48]);
        Assert.True(PerceptronFunction.Takes(leaves[0], leaves[1], leaves[2], leaves[3], leaves[4], leaves[5]));
        Same(
            leaves,
            x => Functional.Perceptron(x[0], x[1], x[2], x[3], x[4], x[5]),
            x => x[5] + Aten.Linear.Call(Functional.Gelu(Aten.Linear.Call(x[0], x[1], x[2])), x[3], x[4]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_doubling_convolution_and_its_gradients_equal_libtorchs(bool hasBias)
    {
        var leaves = Leaves([2, 20, 9, 14], [20, 11, 2, 2], [11]);
        Assert.True(DoublingFunction.Takes(leaves[0], leaves[1], leaves[2], 2));
        long[] two = [2, 2], zero = [0, 0], one = [1, 1];
        var used = hasBias ? leaves : leaves[..2];
        Same(
            used,
            x => Functional.ConvTranspose2d(x[0], x[1], hasBias ? x[2] : null, 2),
            x => Aten.ConvTranspose2d.Call(x[0], x[1], hasBias ? x[2] : null, two, zero, zero, 1L, one));
    }

    [Fact]
    public void A_gradient_equals_finite_differences()
    {
        var leaves = Leaves([40, 32], [40, 32], [40], [32, 40], [32], [40, 32]);
        double Loss() => Functional.Perceptron(leaves[0], leaves[1], leaves[2], leaves[3], leaves[4], leaves[5]).To(ScalarType.Float64).Square().Sum().Item();
        Functional.Perceptron(leaves[0], leaves[1], leaves[2], leaves[3], leaves[4], leaves[5]).Square().Sum().Backward();
        foreach (var leaf in leaves)
        {
            const float step = 1e-2f;
            var gradient = leaf.Gradient!.ToArray<float>();
            var values = leaf.Detach();
            foreach (var at in new[] { 0, gradient.Length - 1 })
            {
                using var noGrad = new NoGradScope();
                values.AsSpan<float>()[at] += step;
                var above = Loss();
                values.AsSpan<float>()[at] -= 2 * step;
                var below = Loss();
                values.AsSpan<float>()[at] += step;
                Assert.Equal((above - below) / (2 * step), gradient[at], 2e-3 * gradient.Max(Math.Abs));
            }
        }
    }

    [Fact]
    public void Inputs_that_are_views_are_read_as_they_are()
    {
        var leaves = Leaves([64, 40], [48, 64], [48]);
        Same(leaves, x => Functional.Linear(x[0].Transpose(0, 1), x[1], x[2]), x => Aten.Linear.Call(x[0].Transpose(0, 1), x[1], x[2]));
    }

    [Fact]
    public void What_the_kernels_cannot_take_is_left_to_libtorch()
    {
        var (x, w) = (Tensor.Randn([64, 64]), Tensor.Randn([64, 64]));
        Assert.True(LinearFunction.Takes(x, w, null));
        Assert.False(LinearFunction.Takes(x.To(ScalarType.Float64), w.To(ScalarType.Float64), null));
        Assert.False(LinearFunction.Takes(x, w.Transpose(0, 1), null));
        Assert.False(LinearFunction.Takes(Tensor.Randn([1, 64]), w, null));
        Assert.False(DoublingFunction.Takes(Tensor.Randn([1, 16, 16, 16]), Tensor.Randn([16, 16, 3, 3]), null, 2));
        Assert.False(DoublingFunction.Takes(Tensor.Randn([1, 16, 16, 16]), Tensor.Randn([16, 16, 2, 2]), null, 1));
        var wide = Functional.Linear(x.To(ScalarType.Float64), w.To(ScalarType.Float64), null);
        Assert.Equal(ScalarType.Float64, wide.ScalarType);
    }

    [Fact]
    public void Only_the_gradients_that_are_wanted_are_computed()
    {
        var leaves = Leaves([40, 32], [40, 32], [40]);
        leaves[1].RequiresGrad = false;
        Functional.Linear(leaves[0], leaves[1], leaves[2]).Sum().Backward();
        Assert.NotNull(leaves[0].Gradient);
        Assert.Null(leaves[1].Gradient);
        Assert.NotNull(leaves[2].Gradient);
    }

    [Fact]
    public void A_hundred_steps_leave_no_tensor_behind()
    {
        var leaves = Leaves([40, 32], [40, 32], [40], [32, 40], [32], [40, 32]);
        void Step()
        {
            using var scope = new TensorScope();
            foreach (var leaf in leaves)
                leaf.Gradient = null;
            Functional.Linear(Functional.Perceptron(leaves[0], leaves[1], leaves[2], leaves[3], leaves[4], leaves[5]), leaves[1], leaves[2]).Sum().Backward();
        }

        Step();
        var before = Tensor.AliveCount;
        for (var i = 0; i < 100; i++)
            Step();
        Assert.Equal(before, Tensor.AliveCount);
    }

    private static Tensor[] Leaves(params long[][] shapes) => Array.ConvertAll(shapes, shape =>
    {
        var leaf = Tensor.Randn(shape) * 0.5;
        leaf = leaf.Detach();
        leaf.RequiresGrad = true;
        return leaf;
    });

    // The same values, and the same gradients for a seed drawn at random.
    private static void Same(Tensor[] leaves, Func<Tensor[], Tensor> own, Func<Tensor[], Tensor> theirs)
    {
        float[][] Run(Func<Tensor[], Tensor> function, Tensor? seed, out Tensor output)
        {
            foreach (var leaf in leaves)
                leaf.Gradient = null;
            output = function(leaves);
            output.Backward(seed ?? Tensor.Ones(output.Shape));
            return [output.Detach().ToArray<float>(), .. leaves.Select(leaf => leaf.Gradient!.ToArray<float>())];
        }

        Tensor seed;
        using (new NoGradScope())
            seed = Tensor.Randn(theirs(leaves).Shape);
        var expected = Run(theirs, seed, out _);
        var actual = Run(own, seed, out _);
        for (var i = 0; i < expected.Length; i++)
            Compare.RelativeToLargest(expected[i], actual[i], 3e-6, i == 0 ? "output" : $"gradient {i}");
        using var noGrad = new NoGradScope();
        Compare.RelativeToLargest(expected[0], own(leaves).ToArray<float>(), 3e-6, "prediction");
    }
}
