using Luciole.Torch;
using Luciole.Torch.Optimizers;

namespace Luciole.Training.Tests;

public sealed class TrainingLoopTests
{
    [Fact]
    public void A_line_is_learnt_and_its_best_epoch_is_told()
    {
        using var task = new Line();
        var observer = new Recorder();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.1);
        var loop = new TrainingLoop(task, optimizer, new TrainingOptions { Epochs = 60, Schedule = new WarmupCosine(0.2, 0.001, 2, 60) });
        var history = loop.Run(new Points(16, 4), new Points(8, 8), observer, null, TrainingProgress.Start, CancellationToken.None).History;
        Assert.Equal(60, history.Count);
        Assert.Equal(60 * 4, observer.Steps.Count);
        Assert.InRange(history[^1].Validation!.Loss, 0, 1e-4);
        Assert.Equal(2, task.Weight, 0.05);
        Assert.Equal(history.Min(e => e.Validation!.Loss), history.Last(e => e.Improved).Validation!.Loss);
        Assert.Equal(0, observer.Steps[0].LearningRate);
        Assert.Equal(0.2 * 0.25 / 2, observer.Steps[1].LearningRate, 1e-12);
        Assert.Equal(1, observer.Steps[^1].Progress, 1e-12);
        Assert.All(observer.Steps, step => Assert.InRange(step.MostMemory!.Value, 4 * sizeof(float), 1 << 20));
    }

    [Fact]
    public void The_mean_loss_weights_samples_not_batches()
    {
        using var task = new Line();
        var evaluation = new Evaluation(task, new TrainingOptions { Epochs = 1, Schedule = new ConstantRate(0) });
        var whole = evaluation.Run(new Points(10, 10), CancellationToken.None)!;
        var parts = evaluation.Run(new Points(10, 4), CancellationToken.None)!;
        Assert.Equal(whole.Loss, parts.Loss, 1e-6);
        Assert.Equal(10, parts.Samples);
    }

    [Fact]
    public void Accumulated_batches_move_as_one_large_batch_does()
    {
        double WeightAfter(int batch, int accumulate)
        {
            using var task = new Line();
            using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
            var options = new TrainingOptions { Epochs = 3, Schedule = new ConstantRate(0.01), AccumulateBatches = accumulate };
            new TrainingLoop(task, optimizer, options).Run(new Points(12, batch), null, new Recorder(), null, TrainingProgress.Start, CancellationToken.None);
            return task.Weight;
        }

        Assert.Equal(WeightAfter(12, 1), WeightAfter(4, 3), 1e-6);
        Assert.NotEqual(WeightAfter(12, 1), WeightAfter(4, 1), 1e-6);
    }

    [Fact]
    public void Patience_ends_training()
    {
        using var task = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0);
        var options = new TrainingOptions { Epochs = 100, Schedule = new ConstantRate(0), Patience = 3 };
        var history = new TrainingLoop(task, optimizer, options).Run(new Points(4, 4), new Points(4, 4), new Recorder(), null, TrainingProgress.Start, CancellationToken.None).History;
        Assert.Equal(4, history.Count);
        Assert.Equal([true, false, false, false], history.Select(e => e.Improved));
    }

    [Fact]
    public void A_stop_ends_after_the_present_step_and_saves_the_middle_of_the_epoch()
    {
        using var task = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
        using var stop = new CancellationTokenSource();
        var observer = new Recorder { OnStep = s => { if (s is { Epoch: 2, Step: 2 }) stop.Cancel(); } };
        var store = new MemoryStore();
        var options = new TrainingOptions { Epochs = 100, Schedule = new ConstantRate(0.01) };
        var progress = new TrainingLoop(task, optimizer, options).Run(new Points(16, 4), new Points(8, 4), observer, store, TrainingProgress.Start, stop.Token);
        Assert.Single(progress.History);
        Assert.False(progress.IsFinished);
        Assert.Equal((1, 2, 6L), (progress.Epoch, progress.Step, progress.TotalSteps));
        Assert.Equal(progress.Step, store.Saved[^1].Step);
    }

    [Fact]
    public void A_stop_takes_back_the_batches_that_made_no_step_of_the_optimiser()
    {
        using var task = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
        using var stop = new CancellationTokenSource();
        var observer = new Recorder { OnStep = s => { if (s.Step == 3) stop.Cancel(); } };
        var options = new TrainingOptions { Epochs = 9, Schedule = new ConstantRate(0.01), AccumulateBatches = 2 };
        var progress = new TrainingLoop(task, optimizer, options).Run(new Points(24, 4), null, observer, null, TrainingProgress.Start, stop.Token);
        Assert.Equal((0, 2, 2L, 8L), (progress.Epoch, progress.Step, progress.TotalSteps, progress.Samples));
        Assert.Equal(8, progress.Sums.Samples);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(8, 2)]
    [InlineData(13, 3)]
    public void Training_that_was_interrupted_goes_on_as_if_it_had_not_been(int stopAt, int accumulate)
    {
        TrainingOptions Options() => new() { Epochs = 5, Schedule = new ReduceOnPlateau(0.05, 0.5, 1, 1e-4), AccumulateBatches = accumulate };
        using var undisturbed = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(undisturbed.Model, 0.1), 0.01);
        var expected = new TrainingLoop(undisturbed, optimizer, Options()).Run(new Points(16, 4), new Points(8, 4), new Recorder(), null, TrainingProgress.Start, CancellationToken.None);

        using var task = new Line();
        using var same = new AdamW(ParameterGroup.Split(task.Model, 0.1), 0.01);
        using var stop = new CancellationTokenSource();
        var steps = 0;
        var observer = new Recorder { OnStep = _ => { if (++steps == stopAt) stop.Cancel(); } };
        var half = new TrainingLoop(task, same, Options()).Run(new Points(16, 4), new Points(8, 4), observer, null, TrainingProgress.Start, stop.Token);
        Assert.False(half.IsFinished);
        var whole = new TrainingLoop(task, same, Options()).Run(new Points(16, 4), new Points(8, 4), new Recorder(), null, half, CancellationToken.None);
        Assert.Equal(undisturbed.Weight, task.Weight);
        Assert.Equal(expected.History.Select(e => (e.Training.Loss, e.Validation!.Loss, e.LearningRate)), whole.History.Select(e => (e.Training.Loss, e.Validation!.Loss, e.LearningRate)));
        Assert.True(whole.IsFinished);
    }

    [Fact]
    public void A_finished_training_stays_finished_until_it_may_take_longer()
    {
        using var task = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
        TrainingProgress Go(TrainingProgress begin, int epochs, double seconds) =>
            new TrainingLoop(task, optimizer, new TrainingOptions { Epochs = epochs, Schedule = new ConstantRate(0.01), TimeBudget = TimeSpan.FromSeconds(seconds) })
                .Run(new Points(8, 4), null, new Recorder(), null, begin, CancellationToken.None);
        var done = Go(TrainingProgress.Start, 2, 1_000);
        Assert.Equal((2, true), (done.Epoch, done.IsFinished));
        Assert.Equal(done.TotalSteps, Go(done, 2, 1_000).TotalSteps);
        Assert.Equal(done.TotalSteps, Go(done, 5, done.Elapsed.TotalSeconds).TotalSteps);
        Assert.Equal(5, Go(done, 5, 1_000).Epoch);
    }

    [Fact]
    public void The_state_is_saved_inside_an_epoch_when_it_is_due_and_after_every_epoch()
    {
        using var task = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
        var store = new MemoryStore { IsDue = true };
        var options = new TrainingOptions { Epochs = 2, Schedule = new ConstantRate(0.01), AccumulateBatches = 2 };
        new TrainingLoop(task, optimizer, options).Run(new Points(24, 4), null, new Recorder(), store, TrainingProgress.Start, CancellationToken.None);
        Assert.Equal([(0, 2), (0, 4), (1, 0), (1, 2), (1, 4), (2, 0)], store.Saved.Select(p => (p.Epoch, p.Step)));
    }

    [Fact]
    public void A_time_budget_ends_training_and_brings_the_rate_down()
    {
        using var task = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
        var options = new TrainingOptions { Epochs = 10_000_000, Schedule = new WarmupCosine(0.1, 0, 0, 10_000_000), TimeBudget = TimeSpan.FromMilliseconds(400) };
        var observer = new Recorder();
        new TrainingLoop(task, optimizer, options).Run(new Points(16, 4), null, observer, null, TrainingProgress.Start, CancellationToken.None);
        Assert.InRange(observer.Steps[^1].LearningRate, 0, 0.05);
        Assert.True(observer.Steps.Count < 1_000_000);
    }

    [Fact]
    public void A_loss_that_is_not_finite_names_its_samples_and_the_last_good_state_is_saved()
    {
        using var task = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
        var store = new MemoryStore();
        var options = new TrainingOptions { Epochs = 1, Schedule = new ConstantRate(0.01) };
        var error = Assert.Throws<NonFiniteLossException>(() =>
            new TrainingLoop(task, optimizer, options).Run(new Points(8, 4, broken: 5), null, new Recorder(), store, TrainingProgress.Start, CancellationToken.None));
        Assert.Contains("point 5", error.Message);
        Assert.DoesNotContain("point 3", error.Message);
        Assert.Equal((0, 1), (Assert.Single(store.Saved).Epoch, store.Saved[0].Step));
        Assert.True(double.IsFinite(task.Weight));
    }

    [Fact]
    public void A_gradient_that_is_not_finite_does_not_reach_the_weights()
    {
        using var task = new Line { BreakGradient = true };
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
        var options = new TrainingOptions { Epochs = 1, Schedule = new ConstantRate(0.01) };
        var error = Assert.Throws<NonFiniteLossException>(() =>
            new TrainingLoop(task, optimizer, options).Run(new Points(8, 4), null, new Recorder(), null, TrainingProgress.Start, CancellationToken.None));
        Assert.Contains("gradient", error.Message);
        Assert.Equal(0.1, task.Weight, 1e-7);
    }

    [Fact]
    public void Clipping_bounds_the_step_of_plain_descent()
    {
        double Moved(double? clip)
        {
            using var task = new Line();
            using var optimizer = new Sgd(ParameterGroup.Split(task.Model, 0), 1, momentum: 0);
            var options = new TrainingOptions { Epochs = 1, Schedule = new ConstantRate(1), ClipGradientNorm = clip };
            var before = task.State;
            new TrainingLoop(task, optimizer, options).Run(new Points(4, 4), null, new Recorder(), null, TrainingProgress.Start, CancellationToken.None);
            return Math.Sqrt(task.State.Zip(before, (a, b) => (a - b) * (a - b)).Sum());
        }

        Assert.Equal(0.01, Moved(0.01), 1e-6);
        Assert.True(Moved(null) > 0.5);
    }

    [Fact]
    public void Averaged_weights_are_validated_and_the_moving_ones_trained()
    {
        using var task = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.1);
        using var average = new WeightAverage(task.Model, 0.9);
        var options = new TrainingOptions { Epochs = 3, Schedule = new ConstantRate(0.1) };
        var history = new TrainingLoop(task, optimizer, options, average).Run(new Points(8, 8), new Points(8, 8), new Recorder(), null, TrainingProgress.Start, CancellationToken.None).History;
        var evaluation = new Evaluation(task, options);
        var moving = evaluation.Run(new Points(8, 8), CancellationToken.None)!.Loss;
        using (average.Apply())
            Assert.Equal(history[^1].Validation!.Loss, evaluation.Run(new Points(8, 8), CancellationToken.None)!.Loss);
        Assert.NotEqual(history[^1].Validation!.Loss, moving);
    }

    [Fact]
    public void Training_leaves_no_tensor_behind()
    {
        void Train(int epochs)
        {
            using var task = new Line();
            using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0.1), 0.01);
            var options = new TrainingOptions { Epochs = epochs, Schedule = new ConstantRate(0.01) };
            new TrainingLoop(task, optimizer, options).Run(new Points(8, 4), new Points(8, 4), new Recorder(), null, TrainingProgress.Start, CancellationToken.None);
        }

        Train(1);
        var before = Tensor.AliveCount;
        Train(50);
        Assert.Equal(before, Tensor.AliveCount);
    }
}
