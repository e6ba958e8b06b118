using Luciole.Models;
using Luciole.Testing;
using Luciole.Torch;
using Luciole.Torch.Cuda;

namespace Luciole.Training.Tests;

/// <summary>Trainings on a GPU, one way against another.</summary>
public sealed class GpuTrainingTests
{
    private static readonly LateReading s_late = new(5, TimeSpan.FromDays(1));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Losses_follow_those_of_the_processor(bool staged)
    {
        var device = Gpu.Require();
        var expected = SmallNetworks.Train(SmallNetworks.Fluorescence(), new StepOptions());
        var actual = SmallNetworks.Train(SmallNetworks.Fluorescence(), new StepOptions { Staged = staged }, device);
        Assert.All(expected.Losses.Zip(actual.Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * pair.First));
        foreach (var (name, value) in expected.Progress.History[^1].Validation!.Metrics)
            Assert.Equal(value, actual.Progress.History[^1].Validation!.Metrics[name], 1e-2 * Math.Abs(value));
    }

    [Fact]
    public void Batches_brought_beside_the_computation_give_the_same_bits()
    {
        var device = Gpu.Require();
        var plain = SmallNetworks.Train(SmallNetworks.Masked(mask: MaskKind.Grid), new StepOptions { Late = s_late }, device, samples: 38);
        var staged = SmallNetworks.Train(SmallNetworks.Masked(mask: MaskKind.Grid), new StepOptions { Late = s_late, Staged = true }, device, samples: 38);
        Assert.Equal(plain.Losses, staged.Losses);
        foreach (var (name, values) in plain.State)
            Assert.Equal(values, staged.State[name]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Recorded_steps_learn_what_others_do(bool masked)
    {
        var device = Gpu.Require();
        Assert.SkipUnless(CudaGraph.IsSupported(device), "The native library was compiled without CUDA's headers, which graphs need.");
        TrainingTask Task() => masked ? SmallNetworks.Masked(ScalarType.BFloat16, MaskKind.Grid) : SmallNetworks.Fluorescence(ScalarType.BFloat16, channelsLast: true);
        // Ten full batches and a smaller one an epoch, so that both shapes are recorded and played.
        var plain = SmallNetworks.Train(Task(), new StepOptions { Late = s_late, Staged = true }, device, samples: 42, epochs: 6);
        var recorded = SmallNetworks.Train(Task(), new StepOptions { Late = s_late, Staged = true, Graph = true }, device, samples: 42, epochs: 6);
        Assert.Empty(recorded.Observer.Notes);
        Assert.All(plain.Losses.Zip(recorded.Losses), pair => Assert.Equal(pair.First, pair.Second, 2e-2 * pair.First));
        foreach (var (name, values) in plain.State)
            Compare.RelativeL2(values, recorded.State[name], 5e-2, name);
    }

    [Fact]
    public void Recorded_steps_draw_new_random_masks()
    {
        var device = Gpu.Require();
        Assert.SkipUnless(CudaGraph.IsSupported(device), "The native library was compiled without CUDA's headers, which graphs need.");
        var recorded = SmallNetworks.Train(SmallNetworks.Masked(), new StepOptions { Late = s_late, Graph = true }, device, validate: false, samples: 4, epochs: 12);
        Assert.Empty(recorded.Observer.Notes);

        // The same images each time: without new masks the loss would fall smoothly.
        Assert.Contains(recorded.Losses.Zip(recorded.Losses.Skip(1)).Skip(5), pair => pair.Second > pair.First);
    }

    [Fact]
    public void Half_precision_trains_with_a_scaled_loss()
    {
        var device = Gpu.Require();
        var single = SmallNetworks.Train(SmallNetworks.Fluorescence(), new StepOptions { Late = s_late }, device, samples: 40);
        var half = SmallNetworks.Train(
            SmallNetworks.Fluorescence(ScalarType.Float16, channelsLast: true), new StepOptions { Late = s_late, Scaling = new LossScalingRule { Initial = 1024 } }, device, samples: 40);
        Assert.Equal(20, half.Progress.LossScale!.CleanSteps + half.Progress.LossScale.Skipped);
        Assert.All(single.Losses.Take(5).Zip(half.Losses), pair => Assert.Equal(pair.First, pair.Second, 0.05 * pair.First));
    }

    [Fact]
    public void Infinite_gradients_are_skipped_where_they_arise()
    {
        var device = Gpu.Require();
        var half = SmallNetworks.Train(
            SmallNetworks.Fluorescence(ScalarType.Float16), new StepOptions { Late = s_late, Scaling = new LossScalingRule { Initial = 1 << 24 } }, device, samples: 80);
        Assert.InRange(half.Progress.LossScale!.Skipped, 1, 24);
        Assert.All(half.State.Values, values => Assert.All(values, v => Assert.True(float.IsFinite(v))));
        Assert.True(half.Losses[^1] < half.Losses[0]);
    }

    [Fact]
    public void A_training_that_begins_on_a_gpu_tells_what_its_steps_took()
    {
        var device = Gpu.Require();
        Assert.SkipUnless(CudaDevices.HasExtras, "The native library was compiled without CUDA's headers, which the counts of memory need.");
        var outcome = SmallNetworks.Train(SmallNetworks.Fluorescence(), new StepOptions(), device);
        Assert.All(outcome.Observer.Steps, s => Assert.InRange(s.MostMemory ?? 0, 1 << 18, 1L << 30));
    }
}
