using Luciole.Torch;
using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;

namespace Luciole.Training.Tests;

/// <summary>A gradient that leaves the range of single precision while the loss is scaled by more than 128.</summary>
public sealed class SkippedStepTests
{
    private const int Skipped = 9;

    [Fact]
    public void Steps_are_skipped_and_counted_until_the_scale_fits()
    {
        using var task = new Narrow();
        var (progress, steps) = Train(task, new LossScalingRule(), 0, TrainingProgress.Start, CancellationToken.None);
        Assert.Equal(new LossScale(128, 40 - Skipped, Skipped), progress.LossScale);
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8, 9, 9], steps.Take(10).Select(s => s.LossScale!.Skipped));
        Assert.True(progress.IsFinished);

        // As if the first batches had not been there: the scale itself changes nothing.
        using var unscaled = new Narrow();
        Train(unscaled, null, Skipped, TrainingProgress.Start, CancellationToken.None);
        Assert.Equal(unscaled.State, task.State);
    }

    [Fact]
    public void A_training_goes_on_with_the_scale_that_it_had()
    {
        using var undisturbed = new Narrow();
        var (expected, _) = Train(undisturbed, new LossScalingRule { GrowthInterval = 5 }, 0, TrainingProgress.Start, CancellationToken.None);

        using var task = new Narrow();
        using var optimizer = Optimizer(task);
        using var stop = new CancellationTokenSource();
        var count = 0;
        var observer = new Recorder { OnStep = _ => { if (++count == 11) stop.Cancel(); } };
        var half = Loop(task, optimizer, new LossScalingRule { GrowthInterval = 5 }).Run(new Points(40, 4), null, observer, null, TrainingProgress.Start, stop.Token);
        Assert.Equal(new LossScale(128, 2, Skipped), half.LossScale);
        var whole = Loop(task, optimizer, new LossScalingRule { GrowthInterval = 5 }).Run(new Points(40, 4), null, new Recorder(), null, half, CancellationToken.None);
        Assert.Equal(expected.LossScale, whole.LossScale);
        Assert.Equal(undisturbed.State, task.State);
    }

    private static (TrainingProgress Progress, List<StepRecord> Steps) Train(Narrow task, LossScalingRule? rule, int resting, TrainingProgress begin, CancellationToken stop)
    {
        using var optimizer = Optimizer(task);
        var observer = new Recorder();
        var schedule = new Resting(resting);
        var progress = new TrainingLoop(task, optimizer, Options(rule, schedule)).Run(new Points(40, 4), null, observer, null, begin, stop);
        return (progress, observer.Steps);
    }

    private static TrainingLoop Loop(Narrow task, Optimizer optimizer, LossScalingRule rule) => new(task, optimizer, Options(rule, new Resting(0)));

    private static TrainingOptions Options(LossScalingRule? rule, LearningRateSchedule schedule) =>
        new() { Epochs = 4, Schedule = schedule, Step = new StepOptions { Late = new LateReading(1, TimeSpan.Zero), Scaling = rule } };

    // Without momentum a rate of 0 is the same as a skipped step.
    private static Sgd Optimizer(Narrow task) => new(ParameterGroup.Split(task.Model, 0), 0.05, momentum: 0);

    private sealed record Resting(int Steps) : LearningRateSchedule
    {
        public override double At(double epoch) => epoch * 10 < Steps - 0.5 ? 0 : 0.05;
    }

    private sealed class Narrow : TrainingTask, IDisposable
    {
        private readonly Linear _layer = new(1, 1);

        public Narrow()
        {
            using var weight = _layer.Weight.Detach();
            weight.FillInPlace(0.1);
            using var bias = _layer.Bias!.Detach();
            bias.FillInPlace(0);
        }

        public override Module Model => _layer;

        public double[] State => [_layer.Weight.Item(), _layer.Bias!.Item()];

        // Forward both products are exact; backward the loss's own scale comes first.
        public override TaskOutput Forward(Tensor raw, Tensor? target)
        {
            var prediction = _layer.Forward(raw);
            const double down = 1.0 / (1L << 60);
            var loss = Functional.MseLoss(prediction, target!) * down * down * (1L << 60) * (1L << 60);
            return new TaskOutput(loss, prediction.Detach(), target!);
        }

        public void Dispose() => _layer.Dispose();
    }
}
