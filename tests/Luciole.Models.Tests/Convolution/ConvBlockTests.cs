using Luciole.Models.Convolution;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests;

public sealed class ConvBlockTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public ConvBlockTests() => RandomState.Seed(7);

    public void Dispose() => _scope.Dispose();

    public static TheoryData<ActivationKind, NormalizationKind> EveryPair()
    {
        var pairs = new TheoryData<ActivationKind, NormalizationKind>();
        foreach (var activation in Enum.GetValues<ActivationKind>())
        {
            foreach (var normalization in Enum.GetValues<NormalizationKind>())
                pairs.Add(activation, normalization);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void Activations_written_in_place_keep_the_gradients_right(ActivationKind activation, NormalizationKind normalization)
    {
        using var block = GradientCheck.ToDouble(new DoubleConvBlock(2, 16, new ConvStyle(3, activation, normalization)));
        Initialization.XavierThroughout(block);
        var input = Tensor.Randn([2, 2, 5, 4]).To(ScalarType.Float64);
        var weights = Tensor.Randn([2, 16, 5, 4]).To(ScalarType.Float64);
        GradientCheck.Run(block, () => (block.Forward(input) * weights).Sum());
    }

    [Theory]
    [InlineData(ActivationKind.None, 2.0, -2.0)]
    [InlineData(ActivationKind.Relu, 2.0, 0.0)]
    [InlineData(ActivationKind.LeakyRelu, 2.0, -0.4)]
    [InlineData(ActivationKind.Elu, 2.0, -0.8646647167633873)]
    [InlineData(ActivationKind.Gelu, 1.9544997361036416, -0.04550026389635842)]
    [InlineData(ActivationKind.Silu, 1.7615941559557649, -0.2384058440442351)]
    [InlineData(ActivationKind.Tanh, 0.9640275800758169, -0.9640275800758169)]
    [InlineData(ActivationKind.Sigmoid, 0.8807970779778823, 0.11920292202211755)]
    [InlineData(ActivationKind.Softmax, 1.0, 1.0)]
    public void Activations_are_their_formulas(ActivationKind kind, double ofTwo, double ofMinusTwo)
    {
        using var block = new ConvBlock(1, 1, new ConvStyle(1, kind, NormalizationKind.None));
        block.Parameters().First().Tensor.Detach().FillInPlace(1);
        using var noGrad = new NoGradScope();
        var values = block.Forward(Tensor.From([2f, -2f], 1, 1, 1, 2)).ToArray<float>();
        Assert.Equal(ofTwo, values[0], 1e-6);
        Assert.Equal(ofMinusTwo, values[1], 1e-6);
    }

    [Fact]
    public void The_input_is_left_as_it_was()
    {
        using var block = new ConvBlock(1, 1, new ConvStyle(1, ActivationKind.Relu, NormalizationKind.None));
        block.Parameters().First().Tensor.Detach().FillInPlace(1);
        var input = Tensor.From([2f, -2f], 1, 1, 1, 2);
        block.Forward(input);
        Assert.Equal([2f, -2f], input.ToArray<float>());
    }
}
