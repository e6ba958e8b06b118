using Luciole.Torch.Optimizers;
using Luciole.Torch.Precision;

namespace Luciole.Torch.Tests.Precision;

public sealed class LossScalingTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Gradients_are_divided_and_a_fault_is_found()
    {
        var (first, second) = (Tensor.From([4f, -8], 2), Tensor.From([2f], 1));
        var found = Tensor.Zeros([1]);
        LossScaling.CheckAndUnscale([first, second], found, Tensor.From([0.5f], 1));
        Assert.Equal([2f, -4], first.ToArray<float>());
        Assert.Equal([1f], second.ToArray<float>());
        Assert.Equal(0, found.Item());
        LossScaling.CheckAndUnscale([first, Tensor.From([float.PositiveInfinity], 1)], found, Tensor.From([0.5f], 1));
        Assert.Equal(1, found.Item());
        LossScaling.CheckAndUnscale([first], found, Tensor.From([1f], 1));
        Assert.Equal(1, found.Item());
    }

    [Fact]
    public void The_scale_grows_after_an_interval_and_falls_at_once()
    {
        var (scale, steps) = (Tensor.From([8f], 1), Tensor.From([0], 1));
        var (fine, faulty) = (Tensor.Zeros([1]), Tensor.Ones([1]));
        double[] scales = [.. new[] { fine, fine, fine, faulty, fine, fine, fine }.Select(found =>
        {
            LossScaling.UpdateScale(scale, steps, found, growth: 4, backoff: 0.5, interval: 3);
            return scale.Item();
        })];
        Assert.Equal([8, 8, 32, 16, 16, 16, 64], scales);
        Assert.Equal(0, steps.Item());
    }

    [Fact]
    public void A_scale_does_not_grow_beyond_what_a_float_holds()
    {
        var (scale, steps) = (Tensor.From([3e38f], 1), Tensor.From([0], 1));
        LossScaling.UpdateScale(scale, steps, Tensor.Zeros([1]), interval: 1);
        Assert.Equal(3e38f, (float)scale.Item());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_step_with_scaled_gradients_is_the_step_without(bool adam)
    {
        using var plain = new Weights();
        using var scaled = new Weights();
        using var expected = Make(plain, adam);
        using var actual = Make(scaled, adam);
        plain.SetGradients(1);
        scaled.SetGradients(1);
        foreach (var parameter in scaled.Parameters())
            parameter.Tensor.Gradient?.MulInPlace(1024);
        expected.Step();
        actual.Step(new ScaledGradients(Tensor.From([1024f], 1), Tensor.Zeros([1])));
        Assert.Equal(plain.Matrix.ToArray<float>(), scaled.Matrix.ToArray<float>());
        Assert.Equal(plain.Bias.ToArray<float>(), scaled.Bias.ToArray<float>());
    }

    [Fact]
    public void A_step_with_a_gradient_that_is_not_finite_is_left_out()
    {
        using var weights = new Weights();
        using var optimizer = Make(weights, adam: true);
        weights.SetGradients(1);
        optimizer.Step();
        var (before, steps) = (weights.Matrix.ToArray<float>(), optimizer.StateOf(weights.Matrix)!["step"].Item());
        weights.Bias.Gradient!.FillInPlace(double.NaN);
        var found = Tensor.Zeros([1]);
        optimizer.Step(new ScaledGradients(Tensor.From([2f], 1), found));
        Assert.Equal(1, found.Item());
        Assert.Equal(before, weights.Matrix.ToArray<float>());
        Assert.Equal(steps, optimizer.StateOf(weights.Matrix)!["step"].Item());
    }

    private static Optimizer Make(Weights weights, bool adam) => adam
        ? new AdamW(ParameterGroup.Split(weights, 0.1), 0.02)
        : new Sgd(ParameterGroup.Split(weights, 0.1), 0.02);
}
