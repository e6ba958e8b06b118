using Luciole.Torch;
using Luciole.Torch.Optimizers;

namespace Luciole.Training.Tests;

/// <summary>What is told late must be what is told at once; here both are computed on the processor.</summary>
public sealed class LateReadingTests
{
    private static readonly LateReading s_every3 = new(3, TimeSpan.FromDays(1));
    private static readonly LateReading s_atTheEnd = new(1000, TimeSpan.FromDays(1));
    private static readonly LateReading s_always = new(1000, TimeSpan.Zero);

    public static TheoryData<int, int, bool> Ways => new()
    {
        { 1, 0, false }, { 1, 3, false }, { 1, 1000, false }, { 2, 3, false }, { 3, 1000, false }, { 3, 0, false }, { 1, 3, true },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Weights_losses_and_rates_are_the_same_bits(int accumulate, int every, bool sgd)
    {
        (double[] State, List<(int, long, double, double)> Steps, List<(double, double, double)> Epochs) Train(LateReading? late)
        {
            using var task = new Line();
            var groups = ParameterGroup.Split(task.Model, 0.1);
            using Optimizer optimizer = sgd ? new Sgd(groups, 0.05) : new AdamW(groups, 0.05);
            var options = new TrainingOptions { Epochs = 4, Schedule = new WarmupCosine(0.05, 0, 1, 4), AccumulateBatches = accumulate, Step = new StepOptions { Late = late } };
            var observer = new Recorder();
            var history = new TrainingLoop(task, optimizer, options).Run(new Points(18, 4), new Points(8, 4), observer, null, TrainingProgress.Start, CancellationToken.None).History;
            return (task.State, [.. observer.Steps.Select(s => (s.Step, s.TotalStep, s.Loss, s.LearningRate))], [.. history.Select(e => (e.Training.Loss, e.Validation!.Loss, e.LearningRate))]);
        }

        var atOnce = Train(null);
        var late = Train(every switch { 0 => s_always, 3 => s_every3, _ => s_atTheEnd });
        Assert.Equal(atOnce.State, late.State);
        Assert.Equal(atOnce.Steps, late.Steps);
        for (var i = 0; i < atOnce.Epochs.Count; i++)
        {
            Assert.Equal(atOnce.Epochs[i].Item1, late.Epochs[i].Item1, 1e-6);
            Assert.Equal(atOnce.Epochs[i].Item2, late.Epochs[i].Item2, 1e-6);
            Assert.Equal(atOnce.Epochs[i].Item3, late.Epochs[i].Item3);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_loss_that_is_not_finite_is_found_late_and_leaves_the_state_before_it(int accumulate)
    {
        (double[] State, TrainingProgress Saved, string Message, int Told) Fail(LateReading? late)
        {
            using var task = new Line();
            using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0.1), 0.05);
            var (store, observer) = (new MemoryStore(), new Recorder());
            var options = new TrainingOptions { Epochs = 2, Schedule = new ConstantRate(0.05), AccumulateBatches = accumulate, Step = new StepOptions { Late = late } };
            var error = Assert.Throws<NonFiniteLossException>(() =>
                new TrainingLoop(task, optimizer, options).Run(new Points(40, 4, broken: 21), null, observer, store, TrainingProgress.Start, CancellationToken.None));
            return (task.State, Assert.Single(store.Saved), error.Message, observer.Steps.Count);
        }

        var atOnce = Fail(null);
        var late = Fail(s_atTheEnd);
        Assert.Equal(atOnce.State, late.State);
        Assert.Equal(atOnce.Message, late.Message);
        Assert.Equal((atOnce.Saved.Step, atOnce.Saved.TotalSteps, atOnce.Saved.Samples), (late.Saved.Step, late.Saved.TotalSteps, late.Saved.Samples));
        Assert.Equal(atOnce.Saved.Sums.Samples, late.Saved.Sums.Samples);
        Assert.Equal(atOnce.Saved.Sums.Loss, late.Saved.Sums.Loss, 1e-5);
        Assert.Contains("point 21", late.Message);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_does_not_reach_the_weights()
    {
        using var task = new Line { BreakGradient = true };
        using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.01);
        var options = new TrainingOptions { Epochs = 1, Schedule = new ConstantRate(0.01), Step = new StepOptions { Late = s_atTheEnd } };
        var error = Assert.Throws<NonFiniteLossException>(() =>
            new TrainingLoop(task, optimizer, options).Run(new Points(8, 4), null, new Recorder(), null, TrainingProgress.Start, CancellationToken.None));
        Assert.Contains("gradient", error.Message);
        Assert.Contains("point 3", error.Message);
        Assert.DoesNotContain("point 4", error.Message);
        Assert.Equal(0.1, task.Weight, 1e-7);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1000.0)]
    public void Gradients_are_clipped_as_at_once(double clip)
    {
        double[] Train(LateReading? late)
        {
            using var task = new Line();
            using var optimizer = new Sgd(ParameterGroup.Split(task.Model, 0), 0.1);
            var options = new TrainingOptions { Epochs = 3, Schedule = new ConstantRate(0.1), ClipGradientNorm = clip, Step = new StepOptions { Late = late } };
            new TrainingLoop(task, optimizer, options).Run(new Points(16, 4), null, new Recorder(), null, TrainingProgress.Start, CancellationToken.None);
            return task.State;
        }

        var (atOnce, late) = (Train(null), Train(s_atTheEnd));
        Assert.Equal(atOnce[0], late[0], 1e-6);
        Assert.Equal(atOnce[1], late[1], 1e-6);
    }

    [Fact]
    public void The_average_is_the_one_that_is_told()
    {
        (float[] Average, long Updates) Train(LateReading? late)
        {
            using var task = new Line();
            using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0), 0.1);
            using var average = new WeightAverage(task.Model, 0.9);
            var options = new TrainingOptions { Epochs = 3, Schedule = new ConstantRate(0.1), Step = new StepOptions { Late = late } };
            new TrainingLoop(task, optimizer, options, average).Run(new Points(16, 4), new Points(8, 8), new Recorder(), null, TrainingProgress.Start, CancellationToken.None);
            return ([.. average.Tensors.SelectMany(t => t.Tensor.ToArray<float>())], average.Updates);
        }

        var (atOnce, late) = (Train(null), Train(s_every3));
        Assert.Equal(atOnce.Updates, late.Updates);
        Assert.All(atOnce.Average.Zip(late.Average), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(8, 2)]
    public void Training_that_was_interrupted_goes_on_as_if_it_had_not_been(int stopAt, int accumulate)
    {
        TrainingOptions Options() => new() { Epochs = 5, Schedule = new ReduceOnPlateau(0.05, 0.5, 1, 1e-4), AccumulateBatches = accumulate, Step = new StepOptions { Late = s_always } };
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
    }

    [Fact]
    public void It_leaves_no_tensor_behind()
    {
        void Train(int epochs)
        {
            using var task = new Line();
            using var optimizer = new AdamW(ParameterGroup.Split(task.Model, 0.1), 0.01);
            using var average = new WeightAverage(task.Model, 0.9);
            var options = new TrainingOptions { Epochs = epochs, Schedule = new ConstantRate(0.01), Step = new StepOptions { Late = s_every3, Scaling = new LossScalingRule() } };
            new TrainingLoop(task, optimizer, options, average).Run(new Points(8, 4), new Points(8, 4), new Recorder(), null, TrainingProgress.Start, CancellationToken.None);
        }

        Train(1);
        var before = Tensor.AliveCount;
        Train(20);
        Assert.Equal(before, Tensor.AliveCount);
    }
}
