using Luciole.Torch;

namespace Luciole.Training.Tests;

public sealed class StepGuardTests
{
    [Fact]
    public void The_scale_grows_after_clean_steps_and_falls_at_once()
    {
        using var scope = new TensorScope();
        using var guard = new StepGuard(new LossScalingRule { Initial = 64, GrowthInterval = 3, Most = 256 }, default);
        Assert.Equal([64, 64, 128], Scales(guard, 1, 1, 1));
        Assert.Equal([64, 64, 64, 128], Scales(guard, double.PositiveInfinity, 1, 1, 1));
        Assert.Equal([128, 64, 32, 32, 32, 64], Scales(guard, 1, double.NaN, double.PositiveInfinity, 1, 1, 1));
        Assert.Equal([64, 64, 128, 128, 128, 256, 256, 256, 256], Scales(guard, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        var (scale, good, failed) = guard.Read();
        Assert.Equal((new LossScale(256, 0, 3), 22, false), (scale, good, failed));
        Assert.Equal(0, guard.Read().GoodSteps);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_at_scale_one_is_a_failure_that_lasts()
    {
        using var scope = new TensorScope();
        using var guard = new StepGuard(new LossScalingRule { Initial = 2 }, default);
        Assert.Equal([2, 1, 1, 1, 1], Scales(guard, 1, double.PositiveInfinity, 1, double.PositiveInfinity, 1));
        Assert.Equal((new LossScale(1, 1, 1), 3, true), guard.Read());
        guard.Restart(new LossScale(8, 5, 7));
        Assert.Equal([8], Scales(guard, 1));
        Assert.Equal((new LossScale(8, 6, 7), 1, false), guard.Read());
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_a_failure_at_any_scale()
    {
        using var scope = new TensorScope();
        using var guard = new StepGuard(new LossScalingRule(), default);
        guard.Watch(Tensor.Scalar(3));
        Assert.Equal(0, guard.Decide(Tensor.Scalar(1)).Item());
        guard.Watch(Tensor.Scalar(double.NaN));
        guard.Watch(Tensor.Scalar(3));
        Assert.Equal(1, guard.Decide(Tensor.Scalar(1)).Item());
        guard.Watch(Tensor.Scalar(3));
        Assert.Equal(1, guard.Decide(Tensor.Scalar(1)).Item());
        Assert.Equal((new LossScale(65536, 1, 0), 1, true), guard.Read());
    }

    [Fact]
    public void Without_scaling_the_scale_stays_one()
    {
        using var scope = new TensorScope();
        using var guard = new StepGuard(null, default);
        Assert.Equal([1, 1, 1], Scales(guard, 1, 1, 1));
        Assert.False(guard.IsScaling);
        Assert.Equal(1, guard.Decide(Tensor.Scalar(double.NaN)).Item());
        Assert.Equal((LossScale.One, 3, true), guard.Read());
    }

    private static double[] Scales(StepGuard guard, params double[] norms) => [.. norms.Select(norm =>
    {
        guard.Decide(Tensor.Scalar(norm));
        return guard.Scale.Item();
    })];
}
