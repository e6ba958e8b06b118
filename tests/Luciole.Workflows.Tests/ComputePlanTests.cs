using Luciole.Configuration;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Cuda;
using Luciole.Workflows.Tests.Capacity;

namespace Luciole.Workflows.Tests;

public sealed class ComputePlanTests
{
    private static readonly CudaDeviceInfo s_hopper = new(0, "Hopper", "", "", (9, 0), 80L << 30, 80L << 30);
    private static readonly CudaDeviceInfo s_volta = new(0, "Volta", "", "", (7, 0), 16L << 30, 16L << 30);

    [Theory]
    [InlineData("auto", "single precision")]
    [InlineData("fp32", "single precision")]
    [InlineData("tf32", "single precision")]
    [InlineData("bf16", "bf16 with the rest in single precision")]
    public void The_processor_computes_in_single_precision_unless_told(string precision, string expected)
    {
        var plan = Plan(null, $"TRAIN.PRECISION={precision}");
        Assert.Equal(expected, plan.Precision);
        Assert.Equal((false, false, null), (plan.ChannelsLast, plan.Step.Staged, plan.Step.Late));
        Assert.Equal("", plan.Ways);
        Assert.Equal(precision == "tf32" ? 1 : 0, plan.Notes.Count);
    }

    [Theory]
    [InlineData(true, "auto", "bf16 with the rest in single precision", true)]
    [InlineData(true, "fp32", "single precision", false)]
    [InlineData(true, "tf32", "single precision with products in tf32", true)]
    [InlineData(true, "fp16", "fp16 with the rest in single precision", true)]
    [InlineData(false, "auto", "single precision", false)]
    [InlineData(false, "fp16", "fp16 with the rest in single precision", true)]
    [InlineData(false, "tf32", "single precision", false)]
    public void A_gpu_computes_in_what_it_has(bool isNew, string precision, string expected, bool last)
    {
        var plan = Plan(isNew ? s_hopper : s_volta, $"TRAIN.PRECISION={precision}");
        Assert.Equal(expected, plan.Precision);
        Assert.Equal((last, true, true), (plan.ChannelsLast, plan.Step.Staged, plan.Autotuning));
        Assert.Equal(precision == "fp16", plan.Step.Scaling is not null);
        Assert.NotNull(plan.Step.Late);
        Assert.Equal(precision == "tf32" && !isNew ? 1 : 0, plan.Notes.Count);
    }

    [Fact]
    public void What_is_not_there_is_refused_with_what_is()
    {
        var none = Assert.Throws<InputException>(() => Plan(s_volta, "TRAIN.PRECISION=bf16"));
        Assert.Equal("TRAIN.PRECISION: bf16 is not in Volta, whose compute capability is 7.0 where 8.0 was expected; write fp16 or fp32.", none.Message);
        var onCpu = Assert.Throws<InputException>(() => Plan(null, "TRAIN.PRECISION=fp16"));
        Assert.Equal("TRAIN.PRECISION: fp16 needs a GPU, but it is computed on cpu; write bf16 or fp32, or choose a GPU with --gpu.", onCpu.Message);
    }

    [Fact]
    public void Settings_of_a_gpu_are_told()
    {
        Assert.Equal(
            "channels innermost in memory, cuDNN tunes itself, batches copied beside the computation, steps recorded and played", Plan(s_hopper, "TRAIN.CUDA_GRAPH=True").Ways);
        Assert.Equal(
            "channels outermost in memory, deterministic operators, batches copied before they are computed, steps not recorded, loss scaled by 65536 at first",
            Plan(s_hopper, "TRAIN.PRECISION=fp16", "TRAIN.CHANNELS_LAST=never", "SYSTEM.DETERMINISTIC=True", "SYSTEM.PIN_MEM=False").Ways);
        Assert.Contains("cuDNN's own choice", Plan(s_hopper, "SYSTEM.CUDNN_AUTOTUNE=False").Ways);
        Assert.Equal("channels innermost in memory", Plan(null, "TRAIN.CHANNELS_LAST=always").Ways);
    }

    [Theory]
    [InlineData("TRAIN.ACCUM_ITER=2", "does not go together with TRAIN.ACCUM_ITER above 1")]
    [InlineData("TRAIN.RECOMPUTE_ACTIVATIONS=all", "does not go together with TRAIN.RECOMPUTE_ACTIVATIONS where MODEL.DROPOUT_VALUES are above 0", "MODEL.DROPOUT_VALUES=[0.1]")]
    public void A_graph_that_cannot_be_is_left_out_with_a_sentence(string setting, string why, params string[] further)
    {
        var plan = Plan(s_hopper, ["TRAIN.CUDA_GRAPH=True", setting, .. further]);
        Assert.False(plan.Step.Graph);
        Assert.Equal($"TRAIN.CUDA_GRAPH: True {why}; training goes on without", Assert.Single(plan.Notes));
        Assert.Contains("is for GPUs", Assert.Single(Plan(null, "TRAIN.CUDA_GRAPH=True").Notes));
    }

    [Fact]
    public void A_prediction_on_the_processor_is_in_single_precision_whatever_the_training_was()
    {
        var settings = EarlyRefusalTests.Read("TRAIN.PRECISION=fp16");
        Assert.Equal("single precision", ComputePlan.OfPrediction(settings, Device.Cpu, null).Precision);
        Assert.Equal("fp16 with the rest in single precision", ComputePlan.OfPrediction(settings, Device.Cuda(0), s_hopper).Precision);
    }

    private static ComputePlan Plan(CudaDeviceInfo? gpu, params string[] overrides) =>
        ComputePlan.OfTraining(EarlyRefusalTests.Read(overrides), gpu is null ? Device.Cpu : Device.Cuda(0), gpu, canRecord: true);
}
