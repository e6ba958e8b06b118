using Luciole.Data.Loading;
using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Distributed;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Tests.Distributed;

namespace Luciole.Training.Tests;

public sealed class DataParallelTests
{
    private const int Steps = 20;
    private const double Rate = 3e-4;

    // Ranks are threads here, which draw their weights from one generator.
    private static readonly Lock s_random = new();

    // Ten samples in batches of six: the second batch has four; seven leave ranks without a sample.
    [Theory]
    [InlineData(2, 10, 1, false)]
    [InlineData(3, 10, 1, false)]
    [InlineData(3, 7, 1, false)]
    [InlineData(2, 12, 2, false)]
    [InlineData(2, 10, 1, true)]
    public void Ranks_learn_what_one_process_learns(int ranks, int samples, int accumulate, bool adaptive)
    {
        var wanted = Train(new Shared(new Pictures(samples, 6, hasTargets: true), BatchShare.Whole), accumulate, null, adaptive);
        Ranks.Together(ranks, group =>
        {
            var found = Train(new Shared(new Pictures(samples, 6, hasTargets: true), new BatchShare(group.Place.Rank, ranks)), accumulate, group, adaptive);
            Assert.Equal(wanted.Losses.Length, found.Losses.Length);

            // Adam makes full steps of what is nothing but rounding: gradients of biases that a normalisation takes away again.
            var most = adaptive ? 2e-5 : 1e-5;
            for (var i = 0; i < Steps; i++)
                Assert.InRange(found.Losses[i], wanted.Losses[i] * (1 - most), wanted.Losses[i] * (1 + most));
            Assert.Equal(wanted.Progress.Samples, found.Progress.Samples);
            if (adaptive)
                return;
            foreach (var (a, b) in wanted.Progress.History.Zip(found.Progress.History))
            {
                AssertClose(a.Training, b.Training);
                AssertClose(a.Validation!, b.Validation!);
            }

            foreach (var (name, values) in wanted.State)
            {
                var largest = Math.Max(1e-2f, values.Max(Math.Abs));
                var apart = values.Zip(found.State[name], (x, y) => Math.Abs(x - y)).Max() / largest;
                Assert.True(apart <= 1e-4, $"{name} is {apart} apart, largest {largest}");
            }
        });
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_all_ranks() => Ranks.Together(2, group =>
    {
        var source = new Shared(new Pictures(8, 4, hasTargets: true, broken: 6), new BatchShare(group.Place.Rank, 2));
        var error = Assert.Throws<NonFiniteLossException>(() => Train(source, 1, group, shared: false));
        Assert.Contains(group.Place.Rank == 1 ? "loss became NaN" : "on another rank", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Ranks_end_by_the_first_ones_clock_at_the_same_step_with_the_same_rates()
    {
        var found = new SmallNetworks.Outcome[3];
        Ranks.Together(3, group =>
        {
            var rank = group.Place.Rank;
            var source = new Shared(new Pictures(8, 4, hasTargets: true), new BatchShare(rank, 3));

            // A rank that falls behind ever more reads another time on its own clock.
            found[rank] = Train(source, 1, group, budget: TimeSpan.FromSeconds(1.5), onStep: _ => Thread.Sleep(30 * rank), epochs: 100_000);
        });
        Assert.True(found[0].Losses.Length > 1 && found[0].Progress.IsFinished && found[0].Progress.Elapsed >= TimeSpan.FromSeconds(1.5));
        foreach (var other in found[1..])
        {
            Assert.Equal(found[0].Losses, other.Losses);
            Assert.Equal(found[0].Observer.Steps.Select(s => s.LearningRate), other.Observer.Steps.Select(s => s.LearningRate));
            Assert.Equal(found[0].Progress.TotalSteps, other.Progress.TotalSteps);
        }
    }

    [Fact]
    public void A_stop_asked_of_one_rank_stops_all_at_the_same_step() => Ranks.Together(3, group =>
    {
        using var stop = new CancellationTokenSource();
        var source = new Shared(new Pictures(12, 6, hasTargets: true), new BatchShare(group.Place.Rank, 3));
        var found = Train(source, 1, group, onStep: step =>
        {
            if (group.Place.Rank == 1 && step.TotalStep == 3)
                stop.Cancel();
        }, stop: stop.Token);
        Assert.Equal(4, found.Losses.Length);
        Assert.False(found.Progress.IsFinished);
        Assert.Equal(4, found.Progress.TotalSteps);
    });

    private static SmallNetworks.Outcome Train(IBatchSource source, int accumulate, ProcessGroup? group, bool adaptive = false, bool shared = true, Action<StepRecord>? onStep = null, TimeSpan? budget = null, int? epochs = null, CancellationToken stop = default)
    {
        using var scope = new TensorScope();
        ImageToImageTask task;
        lock (s_random)
            task = SmallNetworks.Fluorescence(loss: ImageLoss.Mse);
        using var network = task.Model;
        using Optimizer optimizer = adaptive ? new AdamW(ParameterGroup.Split(network, 0.05), Rate) : new Sgd(ParameterGroup.Split(network, 0.05), Rate, momentum: 0.9);
        using var ranks = group is null ? null : new DataParallel(group, network, new DataParallelOptions { IsNormalizationShared = shared, BucketBytes = 20_000 }, stop);
        var options = new TrainingOptions
        {
            Epochs = epochs ?? Steps / source.StepsPerEpoch, Schedule = budget is null ? new ConstantRate(adaptive ? Rate : 5 * Rate) : new WarmupCosine(Rate, 0, 1, 100_000), Metrics = ["psnr", "mae"], ClipGradientNorm = 1, AccumulateBatches = accumulate, TimeBudget = budget,
        };
        var observer = new Recorder { OnStep = onStep };
        var progress = new TrainingLoop(task, optimizer, options, ranks: ranks).Run(source, source, observer, null, TrainingProgress.Start, stop);
        return new SmallNetworks.Outcome(
            [.. observer.Steps.Select(s => s.Loss)], progress, network.State().ToDictionary(t => t.Name, t => t.Tensor.To(ScalarType.Float32).ToArray<float>(), StringComparer.Ordinal), observer);
    }

    private static void AssertClose(EpochFigures a, EpochFigures b)
    {
        Assert.Equal(a.Samples, b.Samples);
        Assert.InRange(b.Loss, a.Loss * (1 - 1e-5), a.Loss * (1 + 1e-5));
        foreach (var (metric, value) in a.Metrics)
            Assert.InRange(b.Metrics[metric], value - (1e-4 * Math.Abs(value)), value + (1e-4 * Math.Abs(value)));
    }

    /// <summary>A rank's part of another source's batches.</summary>
    private sealed class Shared(IBatchSource whole, BatchShare share) : IBatchSource
    {
        public int StepsPerEpoch => whole.StepsPerEpoch;

        public IEnumerable<Batch> Epoch(int epoch, int firstStep, CancellationToken cancellation) => whole.Epoch(epoch, firstStep, cancellation).Select(Part);

        private Batch Part(Batch batch)
        {
            var (part, isCounted) = share.Of(Enumerable.Range(0, batch.Count).ToArray());
            var pixels = batch.Raw.Length / batch.Count;
            var (first, count) = (part[0] * pixels, part.Count * pixels);
            long[] shape = [part.Count, .. batch.RawShape[1..]];
            return new Batch(batch.Raw[first..(first + count)], batch.Target![first..(first + count)], shape, shape, [.. part.Select(i => batch.Names[i])])
            {
                WholeCount = batch.Count, IsCounted = isCounted,
            };
        }
    }
}
