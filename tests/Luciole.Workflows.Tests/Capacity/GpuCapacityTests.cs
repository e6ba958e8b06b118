using System.Text.RegularExpressions;
using Luciole.Configuration;
using Luciole.Files;
using Luciole.Models.Footprint;
using Luciole.Torch;
using Luciole.Workflows.Capacity;

namespace Luciole.Workflows.Tests.Capacity;

public sealed class GpuCapacityTests
{
    private const string Unetr =
        """
        {LUCIOLE: {DIALECT: luciole-1}, PROBLEM: {TYPE: IMAGE_TO_IMAGE}, DATA: {PATCH_SIZE: "(1024, 1024, 1)"},
        MODEL: {ARCHITECTURE: unetr, VIT_TOKEN_SIZE: 32, VIT_EMBED_DIM: 768, VIT_NUM_LAYERS: 12, VIT_NUM_HEADS: 12, UNETR_VIT_NUM_FILTERS: 32, DROPOUT_VALUES: [0.0]},
        TRAIN: {ENABLE: True, OPTIMIZER: ADAMW, EPOCHS: 20, BATCH_SIZE: 6}}
        """;

    private static readonly ComputeMode s_single = new(DeviceKind.Cuda, null) { HasFusedAttention = true };
    private static readonly ComputeMode s_mixed = s_single with { Lowered = ScalarType.BFloat16 };

    [Fact]
    public void Mixed_precision_nearly_halves_activations_and_keeps_weights()
    {
        var (single, mixed) = (TrainingNeeds.Of(Read(), s_single), TrainingNeeds.Of(Read(), s_mixed));
        Assert.Equal(single.Network.Weights, mixed.Network.Weights);
        Assert.Equal(single.Network.OptimizerState, mixed.Network.OptimizerState);
        Assert.InRange((double)mixed.Network.Activations / single.Network.Activations, 0.5, 0.65);
        Assert.True(mixed.Memory < single.Memory);
    }

    [Fact]
    public void A_GPU_that_may_be_too_small_is_noted_with_what_to_set_and_not_refused()
    {
        var needs = TrainingNeeds.Of(Read(), s_single);
        var note = EarlyRefusal.Memory(Read(), needs, (long)(0.75 * needs.Memory));
        Assert.Contains("on the GPU", note);
        Assert.Contains("TRAIN.PRECISION: bf16", note);
        Assert.Contains("TRAIN.ACCUM_ITER", note);
        Assert.Null(EarlyRefusal.Memory(Read(), needs, 2 * needs.Memory));
    }

    // The failure is the processor's here: no machine has so much memory.
    [Theory]
    [InlineData(0.95)]
    [InlineData(2.0)]
    public void A_full_device_is_answered_in_a_sentence_with_a_value_that_is_estimated_to_fit(double part)
    {
        var settings = Read();
        var needs = TrainingNeeds.Of(settings, s_mixed);
        var available = (long)(part * needs.Memory);
        var error = Assert.Throws<InputException>(() => FullDevice.Answered(Fill, settings, needs, Device.Cpu, available));
        Assert.StartsWith("TRAIN.BATCH_SIZE: 6 with DATA.PATCH_SIZE: (1024, 1024, 1) did not fit into the memory of ", error.Message);
        Assert.Contains("TRAIN.RECOMPUTE_ACTIVATIONS", error.Message);
        var advice = Regex.Match(error.Message, @"TRAIN.BATCH_SIZE: (?<batch>\d+) and TRAIN.ACCUM_ITER: (?<steps>\d+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        var mended = Read($"TRAIN.BATCH_SIZE={advice.Groups["batch"]}", $"TRAIN.ACCUM_ITER={advice.Groups["steps"]}");
        Assert.True(TrainingNeeds.Of(mended, s_mixed).Memory < Math.Min(available, needs.Memory));
    }

    [Fact]
    public void Other_failures_stay_what_they_are() =>
        Assert.Throws<InvalidOperationException>(() => FullDevice.Answered<int>(() => throw new InvalidOperationException("x"), Read(), TrainingNeeds.Of(Read()), Device.Cpu, null));

    [Fact]
    public void A_prediction_takes_as_many_patches_as_the_GPU_has_memory_for()
    {
        var settings = Read();
        var batch = PredictionBatch.Of(settings, s_mixed, 20L << 30);
        Assert.InRange(batch, 2, 64);
        Assert.True(PredictionBatch.Of(settings, s_single, 20L << 30) < batch);
        Assert.True(PredictionBatch.Of(settings, s_mixed, 10L << 30) < batch);
        Assert.Equal(1, PredictionBatch.Of(settings, s_mixed, 1));
        Assert.Equal(6, PredictionBatch.Of(settings, ComputeMode.Processor, 1));
    }

    private static int Fill()
    {
        Tensor.Empty([1L << 50]).Dispose();
        return 0;
    }

    private static LucioleConfiguration Read(params string[] overrides) => ConfigurationReader.ReadText(Unetr, "test.yaml", overrides).Configuration;
}
