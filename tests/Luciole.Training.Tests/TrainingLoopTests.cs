using Luciole.Torch;
using Luciole.Torch.Modules;
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
        var history = loop.Run(new Points(16, 4), new Points(8, 8), observer, CancellationToken.None);
        Assert.Equal(60, history.Count);
        Assert.Equal(60 * 4, observer.Steps.Count);
        Assert.InRange(history[^1].Validation!.Loss, 0, 1e-4);
        Assert.Equal(2, task.Weight, 0.05);
        Assert.Equal(history.Min(e => e.Validation?.Loss), history.Last(e => e.Improved).Validation?.Loss);
        Assert.Equal(0, observer.Steps[0].LearningRate);
        Assert.Equal(0.2 * 0.25 / 2, observer.Steps[1].LearningRate, 1e-12);
        Assert.Equal(1, observer.Steps[^1].Progress, 1e-12);
    }

    [Fact]
    public void The_mean_loss_weights_samples_not_batches()
    {
        using var task = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0);
        var loop = new TrainingLoop(task, optimizer, new TrainingOptions { Epochs = 1, Schedule = new ConstantRate(0) });
        var whole = loop.Evaluate(new Points(10, 10), CancellationToken.None)!.Value;
        Assert.Equal(whole, loop.Evaluate(new Points(10, 4), CancellationToken.None)!.Value, 1e-6);
    }

    [Fact]
    public void Accumulated_batches_move_as_one_large_batch_does()
    {
        double WeightAfter(int batch, int accumulate)
        {
            using var task = new Line();
            using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
            var options = new TrainingOptions { Epochs = 3, Schedule = new ConstantRate(0.01), AccumulateBatches = accumulate };
            new TrainingLoop(task, optimizer, options).Run(new Points(12, batch), null, new Recorder(), CancellationToken.None);
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
        var history = new TrainingLoop(task, optimizer, options).Run(new Points(4, 4), new Points(4, 4), new Recorder(), CancellationToken.None);
        Assert.Equal(4, history.Count);
        Assert.Equal([true, false, false, false], history.Select(e => e.Improved));
    }

    [Fact]
    public void A_stop_ends_after_the_present_step_and_still_records_the_epoch()
    {
        using var task = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
        using var stop = new CancellationTokenSource();
        var observer = new Recorder { OnStep = s => { if (s is { Epoch: 2, Step: 2 }) stop.Cancel(); } };
        var options = new TrainingOptions { Epochs = 100, Schedule = new ConstantRate(0.01) };
        var history = new TrainingLoop(task, optimizer, options).Run(new Points(16, 4), null, observer, stop.Token);
        Assert.Equal(2, history.Count);
        Assert.Equal(6, observer.Steps.Count);
    }

    [Fact]
    public void An_epoch_that_was_stopped_before_its_validation_is_not_the_best()
    {
        using var task = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
        using var stop = new CancellationTokenSource();
        var observer = new Recorder { OnStep = s => { if (s is { Epoch: 2, Step: 2 }) stop.Cancel(); } };
        var options = new TrainingOptions { Epochs = 100, Schedule = new ConstantRate(0.01) };
        var history = new TrainingLoop(task, optimizer, options).Run(new Points(16, 4), new Points(8, 4), observer, stop.Token);
        Assert.Equal([true, false], history.Select(e => e.Improved));
        Assert.NotNull(history[0].Validation);
        Assert.Null(history[1].Validation);
    }

    [Fact]
    public void A_time_budget_ends_training_and_brings_the_rate_down()
    {
        using var task = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
        var options = new TrainingOptions { Epochs = 10_000_000, Schedule = new WarmupCosine(0.1, 0, 0, 10_000_000), TimeBudget = TimeSpan.FromMilliseconds(400) };
        var observer = new Recorder();
        new TrainingLoop(task, optimizer, options).Run(new Points(16, 4), null, observer, CancellationToken.None);
        Assert.InRange(observer.Steps[^1].LearningRate, 0, 0.05);
        Assert.True(observer.Steps.Count < 1_000_000);
    }

    [Fact]
    public void A_loss_that_is_not_finite_names_its_samples()
    {
        using var task = new Line();
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
        var options = new TrainingOptions { Epochs = 1, Schedule = new ConstantRate(0.01) };
        var error = Assert.Throws<NonFiniteLossException>(() =>
            new TrainingLoop(task, optimizer, options).Run(new Points(8, 4, broken: 5), null, new Recorder(), CancellationToken.None));
        Assert.Contains("point 5", error.Message);
        Assert.DoesNotContain("point 3", error.Message);
    }

    [Fact]
    public void Training_leaves_no_tensor_behind()
    {
        void Train(int epochs)
        {
            using var task = new Line();
            using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0.1), 0.01);
            var options = new TrainingOptions { Epochs = epochs, Schedule = new ConstantRate(0.01) };
            new TrainingLoop(task, optimizer, options).Run(new Points(8, 4), new Points(8, 4), new Recorder(), CancellationToken.None);
        }

        Train(1);
        var before = Tensor.AliveCount;
        Train(50);
        Assert.Equal(before, Tensor.AliveCount);
    }

    /// <summary>y = w x + b, to be found from points of y = 2 x - 1.</summary>
    private sealed class Line : TrainingTask, IDisposable
    {
        private readonly Linear _layer = new(1, 1);

        public Line()
        {
            using var weight = _layer.Weight.Detach();
            weight.FillInPlace(0.1);
        }

        public override Module Model => _layer;

        public double Weight => _layer.Weight.Item();

        public override Tensor Loss(Tensor raw, Tensor? target) => Functional.MseLoss(_layer.Forward(raw), target!);

        public void Dispose() => _layer.Dispose();
    }

    private sealed class Points(int count, int batch, int broken = -1) : IBatchSource
    {
        public int StepsPerEpoch => (count + batch - 1) / batch;

        public IEnumerable<Batch> Epoch(int epoch, CancellationToken cancellation)
        {
            for (var first = 0; first < count; first += batch)
            {
                var indices = Enumerable.Range(first, Math.Min(batch, count - first)).ToArray();
                var x = indices.Select(i => i == broken ? float.NaN : i / (float)count).ToArray();
                long[] shape = [x.Length, 1];
                yield return new Batch(x, [.. x.Select(v => (2 * v) - 1)], shape, shape, [.. indices.Select(i => $"point {i}")]);
            }
        }
    }

    private sealed class Recorder : ITrainingObserver
    {
        public List<StepRecord> Steps { get; } = [];

        public Action<StepRecord>? OnStep { get; init; }

        public void StepDone(StepRecord step)
        {
            Steps.Add(step);
            OnStep?.Invoke(step);
        }

        public void EpochDone(EpochRecord epoch) => Assert.Equal(epoch.Epoch, Steps[^1].Epoch);
    }
}
