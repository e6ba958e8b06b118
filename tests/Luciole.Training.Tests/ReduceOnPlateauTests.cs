using Luciole.Files;

namespace Luciole.Training.Tests;

/// <summary>Against torch.optim.lr_scheduler.ReduceLROnPlateau (PyTorch 1.13).</summary>
public sealed class ReduceOnPlateauTests
{
    // 0.89999 is less than 0.9, but not by a ten-thousandth; a loss that is not a number is not better.
    private static readonly double[] s_losses = [1, 0.9, 0.95, 0.9, 0.89999, 0.7, 0.7, 0.71, double.NaN, 0.7, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6];

    private static readonly double[] s_rates =
        [0.1, 0.1, 0.1, 0.1, 0.03, 0.03, 0.03, 0.03, 0.009, 0.009, 0.009, 0.009, 0.009, 0.0027, 0.0027, 0.0027, 0.001, 0.001, 0.001, 0.001];

    [Fact]
    public void Rates_equal_PyTorchs()
    {
        var schedule = new ReduceOnPlateau(0.1, 0.3, 2, 0.001);
        Assert.Equal(0.1, schedule.At(0));
        for (var epoch = 0; epoch < s_losses.Length; epoch++)
        {
            schedule.EpochDone(s_losses[epoch]);
            Assert.Equal(s_rates[epoch], schedule.At(epoch), 1e-15);
        }
    }

    [Fact]
    public void It_goes_on_from_what_it_captured_at_any_epoch()
    {
        for (var stop = 0; stop < s_losses.Length; stop++)
        {
            var first = new ReduceOnPlateau(0.1, 0.3, 2, 0.001);
            foreach (var loss in s_losses[..stop])
                first.EpochDone(loss);
            var second = new ReduceOnPlateau(0.1, 0.3, 2, 0.001);
            second.Restore(first.Capture());
            foreach (var loss in s_losses[stop..])
                second.EpochDone(loss);
            Assert.Equal(s_rates[^1], second.At(0), 1e-15);
        }
    }

    [Fact]
    public void A_change_too_small_to_matter_is_not_made()
    {
        var schedule = new ReduceOnPlateau(0.1, 0.5, 0, 0.0999999999);
        for (var epoch = 0; epoch < 3; epoch++)
            schedule.EpochDone(1);
        Assert.Equal(0.1, schedule.At(3));
    }

    [Fact]
    public void A_state_that_lacks_a_value_is_refused_and_changes_nothing()
    {
        var schedule = new ReduceOnPlateau(0.1, 0.5, 0, 0);
        var state = new Dictionary<string, double> { ["rate"] = 0.01, ["best"] = 1 };
        Assert.Contains("'epochs_without_gain'", Assert.Throws<InputException>(() => schedule.Restore(state)).Message);
        Assert.Equal(0.1, schedule.At(0));
    }

    [Fact]
    public void Schedules_of_the_epoch_alone_remember_nothing_and_leave_the_momentum()
    {
        foreach (var schedule in new LearningRateSchedule[] { new ConstantRate(0.1), new WarmupCosine(0.1, 0.01, 1, 10), new OneCycle(0.1, 2, 3) })
        {
            var before = schedule.At(1);
            schedule.EpochDone(1);
            schedule.EpochDone(1);
            Assert.Equal(before, schedule.At(1));
            Assert.Empty(schedule.Capture());
            Assert.Equal(schedule is OneCycle, schedule.MomentumAt(1) is not null);
        }
    }
}
