using Luciole.Torch;

namespace Luciole.Training.Tests;

public sealed class GradientNormTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void It_is_the_length_of_all_gradients_as_one_vector()
    {
        // 1 + 4 + 4 + 16 + 25 = 50
        Assert.Equal(Math.Sqrt(50), GradientNorm.Of(Parameters()), 1e-6);
        Assert.Equal(0, GradientNorm.Of([Tensor.Zeros([3])]));
        Assert.Equal(0, GradientNorm.Of([]));
        Assert.Equal(100, GradientNorm.Of([WithGradient(Tensor.Full([10_000], -1))]), 1e-4);
    }

    [Fact]
    public void Clipping_gives_PyTorchs_gradients()
    {
        var parameters = Parameters();
        Assert.Equal(Math.Sqrt(50), GradientNorm.Clip(parameters, 2), 1e-6);
        // torch.nn.utils.clip_grad_norm_, PyTorch 1.13.
        Compare.RelativeToLargest([0.2828426659f, -0.5656853318f, 0.5656853318f], parameters[0].Gradient!.ToArray<float>(), 1e-6, "first");
        Compare.RelativeToLargest([1.1313706636f, 0, 0, -1.4142132998f], parameters[2].Gradient!.ToArray<float>(), 1e-6, "third");
        Assert.Null(parameters[1].Gradient);
        Assert.Equal(2, GradientNorm.Of(parameters), 1e-5);
    }

    [Fact]
    public void Gradients_short_enough_are_left_alone()
    {
        var parameters = Parameters();
        Assert.Equal(Math.Sqrt(50), GradientNorm.Clip(parameters, 7.08), 1e-6);
        Assert.Equal([1f, -2, 2], parameters[0].Gradient!.ToArray<float>());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void One_value_that_is_not_finite_shows_in_the_norm_and_is_not_spread(float value)
    {
        var parameters = Parameters();
        parameters[2].Gradient!.Select(0, 1).FillInPlace(value);
        Assert.False(double.IsFinite(GradientNorm.Of(parameters)));
        Assert.False(double.IsFinite(GradientNorm.Clip(parameters, 1)));
        Assert.Equal([1f, -2, 2], parameters[0].Gradient!.ToArray<float>());
    }

    private static Tensor[] Parameters() =>
        [WithGradient(Tensor.From([1f, -2, 2], 3)), Tensor.Ones([2]), WithGradient(Tensor.From([4f, 0, 0, -5], 2, 2))];

    private static Tensor WithGradient(Tensor gradient)
    {
        var parameter = Tensor.Zeros(gradient.Shape);
        parameter.RequiresGrad = true;
        parameter.Gradient = gradient;
        return parameter;
    }
}
