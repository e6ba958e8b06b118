using Luciole.Models;
using Luciole.Torch;

namespace Luciole.Training.Tests;

/// <summary>bfloat16 and channels-last, here on the processor.</summary>
public sealed class MixedPrecisionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_in_bfloat16_stays_near_single_precision(bool masked)
    {
        TrainingTask Task(ScalarType? mixed) => masked ? SmallNetworks.Masked(mixed) : SmallNetworks.Fluorescence(mixed);
        var single = SmallNetworks.Train(Task(null), new StepOptions());
        var mixed = SmallNetworks.Train(Task(ScalarType.BFloat16), new StepOptions());
        Assert.NotEqual(single.Losses, mixed.Losses);
        Assert.All(single.Losses.Zip(mixed.Losses), pair => Assert.Equal(pair.First, pair.Second, 0.03 * pair.First));
        Assert.True(mixed.Losses[^1] < mixed.Losses[0]);
    }

    [Fact]
    public void Loss_prediction_weights_and_gradients_are_in_single_precision()
    {
        using var scope = new TensorScope();
        var task = SmallNetworks.Fluorescence(ScalarType.BFloat16);
        using var network = task.Model;
        var output = task.Forward(new Pictures(2, 2, true).Epoch(0, 0, CancellationToken.None).First(), default);
        Assert.Equal((ScalarType.Float32, ScalarType.Float32), (output.Loss.ScalarType, output.Prediction.ScalarType));
        output.Loss.Backward();
        Assert.All(network.Parameters().Where(p => p.Tensor.Gradient is not null), p => Assert.Equal(ScalarType.Float32, p.Tensor.Gradient!.ScalarType));
        Assert.Contains(network.Parameters(), p => p.Tensor.Gradient is not null);

        // Rounded on the way, which single precision is not.
        using var exact = SmallNetworks.Fluorescence().Model;
        Assert.Equal(exact.Parameters().SelectMany(p => p.Tensor.ToArray<float>()), network.Parameters().SelectMany(p => p.Tensor.ToArray<float>()));
    }

    [Fact]
    public void Gradients_in_bfloat16_point_where_those_in_single_precision_do()
    {
        Dictionary<string, float[]> Gradients(ScalarType? mixed)
        {
            using var scope = new TensorScope();
            var task = SmallNetworks.Fluorescence(mixed, loss: ImageLoss.Mse);
            using var network = task.Model;
            task.Forward(new Pictures(4, 4, true).Epoch(0, 0, CancellationToken.None).First(), default).Loss.Backward();
            return network.Parameters().Where(p => p.Tensor.Gradient is not null).ToDictionary(p => p.Name, p => p.Tensor.Gradient!.ToArray<float>(), StringComparer.Ordinal);
        }

        var (single, mixed) = (Gradients(null), Gradients(ScalarType.BFloat16));
        float[] All(Dictionary<string, float[]> gradients) => [.. gradients.Values.SelectMany(g => g)];
        Luciole.Testing.Compare.RelativeL2(All(single), All(mixed), 0.05, "gradient");
    }

    [Fact]
    public void Channels_last_changes_nothing_but_the_order_in_memory()
    {
        var first = SmallNetworks.Train(SmallNetworks.Fluorescence(), new StepOptions());
        var last = SmallNetworks.Train(SmallNetworks.Fluorescence(channelsLast: true), new StepOptions());
        Assert.All(first.Losses.Zip(last.Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * pair.First));

        using var network = SmallNetworks.Fluorescence().Model;
        ChannelsLast.Apply(network);
        var kernel = network.Parameters().First(p => p.Tensor.Dimensions == 4 && p.Tensor.Size(1) > 1 && p.Tensor.Size(2) > 1).Tensor;
        Assert.True(kernel.IsChannelsLast);
        Assert.True(kernel.RequiresGrad);
    }

    [Theory]
    [InlineData(MaskKind.Grid)]
    [InlineData(MaskKind.Random)]
    public void Late_reading_learns_the_same_weights_and_measures_the_same(MaskKind mask)
    {
        var late = new StepOptions { Late = new LateReading(3, TimeSpan.FromDays(1)) };
        CompareWays(SmallNetworks.Train(SmallNetworks.Masked(mask: mask), new StepOptions(), clip: null), SmallNetworks.Train(SmallNetworks.Masked(mask: mask), late, clip: null));
        CompareWays(
            SmallNetworks.Train(SmallNetworks.Fluorescence(dropout: 0.1), new StepOptions(), clip: null), SmallNetworks.Train(SmallNetworks.Fluorescence(dropout: 0.1), late, clip: null));
    }

    private static void CompareWays(SmallNetworks.Outcome atOnce, SmallNetworks.Outcome late)
    {
        Assert.Equal(atOnce.Losses, late.Losses);
        foreach (var (name, values) in atOnce.State)
            Assert.Equal(values, late.State[name]);
        foreach (var (a, b) in atOnce.Progress.History.Zip(late.Progress.History))
        {
            foreach (var (x, y) in new[] { (a.Training, b.Training), (a.Validation!, b.Validation!) })
            {
                Assert.Equal(x.Loss, y.Loss, 1e-5 * x.Loss);
                Assert.Equal(x.Samples, y.Samples);
                Assert.All(x.Metrics, m => Assert.Equal(m.Value, y.Metrics[m.Key], 1e-4 * Math.Abs(m.Value)));
            }
        }
    }
}
