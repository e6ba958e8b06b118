using Luciole.Torch;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Runtime;

namespace Luciole.Training.Tests;

/// <summary>A batch that breaks a network with statistics and random numbers, found late.</summary>
public sealed class FailedStepTests
{
    [Fact]
    public void Statistics_random_numbers_and_the_average_are_those_after_the_last_good_step()
    {
        var atOnce = Fail(null);
        var late = Fail(new LateReading(100, TimeSpan.FromDays(1)));
        Assert.Equal(atOnce.Names, late.Names);
        foreach (var (name, values) in atOnce.State)
            Assert.Equal(values, late.State[name]);
        Assert.Contains(atOnce.State.Keys, name => name.EndsWith("running_mean", StringComparison.Ordinal));
        Assert.Equal(atOnce.Random, late.Random);
        Assert.Equal(atOnce.Updates, late.Updates);
        Assert.All(atOnce.Average.Zip(late.Average), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Equal(atOnce.Progress.Step, late.Progress.Step);
        foreach (var (metric, (sum, count)) in atOnce.Progress.Sums.Metrics)
        {
            Assert.Equal(count, late.Progress.Sums.Metrics[metric].Count);
            Assert.Equal(sum, late.Progress.Sums.Metrics[metric].Sum, 1e-3 * Math.Abs(sum));
        }
    }

    private static (string Names, Dictionary<string, float[]> State, byte[] Random, long Updates, float[] Average, TrainingProgress Progress) Fail(LateReading? late)
    {
        using var scope = new TensorScope();
        var task = SmallNetworks.Fluorescence(dropout: 0.2);
        using var network = task.Model;
        using var optimizer = new AdamW(ParameterGroup.Split(network, 0.05), 1e-3);
        using var average = new WeightAverage(network, 0.9);
        var store = new MemoryStore();
        var options = new TrainingOptions { Epochs = 2, Schedule = new ConstantRate(1e-3), Metrics = ["mae", "ssim"], Step = new StepOptions { Late = late } };
        RandomState.Seed(11);
        var error = Assert.Throws<NonFiniteLossException>(() => new TrainingLoop(task, optimizer, options, average)
            .Run(new Pictures(24, 4, true, broken: 13), null, new Recorder(), store, TrainingProgress.Start, CancellationToken.None));
        var state = network.State().ToDictionary(t => t.Name, t => t.Tensor.To(ScalarType.Float32).ToArray<float>(), StringComparer.Ordinal);
        return (error.Message, state, RandomState.Capture(), average.Updates, [.. average.Tensors.SelectMany(t => t.Tensor.To(ScalarType.Float32).ToArray<float>())], Assert.Single(store.Saved));
    }
}
