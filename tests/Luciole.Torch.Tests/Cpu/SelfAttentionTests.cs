using Luciole.Torch.Autograd;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Tests.Cpu;

public sealed class SelfAttentionTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public SelfAttentionTests() => RandomState.Seed(5);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(2, 130, 3, 42)]
    [InlineData(1, 257, 6, 32)]
    [InlineData(3, 7, 2, 64)]
    public void Outputs_and_gradients_are_those_of_the_composition_of_libtorch(long batch, long length, long heads, long features)
    {
        var values = Tensor.Randn([batch, length, 3 * heads * features]);
        var weights = Tensor.Randn([batch, length, heads * features]);
        var (expected, expectedGradient) = Run(values, weights, x => Composed(x, heads));
        var (output, gradient) = Run(values, weights, x => Functional.SelfAttention(x, heads));
        Compare.RelativeToLargest(expected, output, 3e-6, "output");
        Compare.RelativeToLargest(expectedGradient, gradient, 3e-6, "gradient");
        using var noGrad = new NoGradScope();
        Assert.Equal(output, Functional.SelfAttention(values, heads).ToArray<float>());
    }

    [Fact]
    public void A_view_with_gaps_and_a_gradient_with_gaps_are_taken()
    {
        var wide = Tensor.Randn([2, 10, 20]);
        wide.RequiresGrad = true;
        Functional.SelfAttention(wide.Slice(2, 4, 16), 2).Transpose(1, 2).Square().Sum().Backward();
        var gradient = wide.Gradient!.ToArray<float>();
        wide.Gradient = null;
        Composed(wide.Slice(2, 4, 16), 2).Square().Sum().Backward();
        Compare.RelativeToLargest(wide.Gradient!.ToArray<float>(), gradient, 3e-6, "gradient");
    }

    [Fact]
    public void Other_types_go_through_libtorch()
    {
        var values = Tensor.Randn([1, 9, 24]);
        var single = Functional.SelfAttention(values, 2);
        var twice = Functional.SelfAttention(values.To(ScalarType.Float64), 2);
        Assert.Equal(ScalarType.Float64, twice.ScalarType);
        Compare.RelativeToLargest(twice.To(ScalarType.Float32).ToArray<float>(), single.ToArray<float>(), 1e-6, "output");
    }

    [Fact]
    public void Heads_that_do_not_divide_the_width_are_refused() =>
        Assert.Contains("5 heads", Assert.Throws<ArgumentException>(() => Functional.SelfAttention(Tensor.Zeros([1, 4, 24]), 5)).Message);

    [Fact]
    public void Nothing_stays_behind()
    {
        var values = Tensor.Randn([1, 40, 48]);
        values.RequiresGrad = true;
        void Step(bool backward)
        {
            using var scope = new TensorScope();
            var output = Functional.SelfAttention(values, 2);
            if (backward)
                output.Sum().Backward();
            values.Gradient = null;
        }

        Step(true);
        var before = Tensor.AliveCount;
        var kept = CpuCompute.Workspaces.KeptBytes;
        for (var i = 0; i < 100; i++)
            Step(i % 3 != 0);
        Assert.Equal(before, Tensor.AliveCount);
        Assert.Equal(kept, CpuCompute.Workspaces.KeptBytes);
    }

    private static (float[] Output, float[] Gradient) Run(Tensor values, Tensor weights, Func<Tensor, Tensor> attention)
    {
        var input = values.Clone();
        input.RequiresGrad = true;
        var output = attention(input);
        (output * weights).Sum().Backward();
        return (output.ToArray<float>(), input.Gradient!.ToArray<float>());
    }

    private static Tensor Composed(Tensor input, long heads)
    {
        var s = input.Shape;
        var split = input.Reshape(s[0], s[1], 3, heads, s[2] / (3 * heads)).Permute(2, 0, 3, 1, 4);
        return Functional.ScaledDotProductAttention(split.Select(0, 0), split.Select(0, 1), split.Select(0, 2)).Transpose(1, 2).Reshape(s[0], s[1], s[2] / 3);
    }
}
