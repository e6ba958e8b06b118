using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Runtime;
using Luciole.Training;

namespace Luciole.Workflows.Tests;

/// <summary>Trainings in other ways than single precision, from a configuration to a checkpoint.</summary>
public sealed class MixedTrainingTests : IDisposable
{
    private const string Tiny = """
        {LUCIOLE: {DIALECT: luciole-1}, PROBLEM: {TYPE: IMAGE_TO_IMAGE}, DATA: {PATCH_SIZE: "(16, 16, 1)", NORMALIZATION: {TYPE: zero_mean_unit_variance}, VAL: {FROM_TRAIN: False}},
        MODEL: {ARCHITECTURE: unetr, VIT_TOKEN_SIZE: 4, VIT_EMBED_DIM: 8, VIT_NUM_LAYERS: 1, VIT_NUM_HEADS: 2, UNETR_VIT_HIDD_MULT: 1, UNETR_VIT_NUM_FILTERS: 2, DROPOUT_VALUES: [0.0]},
        TRAIN: {ENABLE: True, OPTIMIZER: ADAMW, EPOCHS: 3}}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bfloat16_and_channels_last_train_from_a_configuration_and_are_told()
    {
        var outcome = Train(Device.Cpu, false, "TRAIN.PRECISION=bf16", "TRAIN.CHANNELS_LAST=always");
        Assert.Equal(3, outcome.History.Count);
        Assert.All(outcome.History, e => Assert.True(double.IsFinite(e.Validation!.Loss)));
        Assert.Contains(_log.Lines, l => l.Contains("cpu in bf16 with the rest in single precision, ", StringComparison.Ordinal));
        Assert.Contains(_log.Lines, l => l.StartsWith("by way of ", StringComparison.Ordinal) && l.EndsWith("channels innermost in memory", StringComparison.Ordinal));

        // Weights are written as everybody lays them out.
        using var checkpoint = PyTorchCheckpoint.Open(outcome.BestCheckpoint);
        Assert.All(checkpoint.StateDict, t => Assert.NotEqual(ElementType.BFloat16, t.Value.DType));
    }

    [Fact]
    public void A_training_may_go_on_in_another_precision()
    {
        Train(Device.Cpu, false, "TRAIN.PRECISION=bf16");
        var outcome = Train(Device.Cpu, true, "TRAIN.EPOCHS=5", "TRAIN.CHANNELS_LAST=always", "SYSTEM.DETERMINISTIC=True");
        Assert.Equal(5, outcome.History.Count);
        Assert.Contains(_log.Lines, l => l.Contains("going on after 3 epochs", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_the_scaling_stands_is_kept_in_checkpoints()
    {
        var epoch = new EpochRecord(1, new EpochFigures(1, new Dictionary<string, double>(StringComparer.Ordinal), 2), null, 0.1, true, TimeSpan.Zero, 3);
        var progress = TrainingProgress.Start with { LossScale = new LossScale(512, 17, 3), History = [epoch with { LossScale = new LossScale(1024, 2, 1) }, epoch] };
        var back = ProgressEntry.Read(ProgressEntry.Write(progress), "a.pth");
        Assert.Equal(progress.LossScale, back.LossScale);
        Assert.Equal([new LossScale(1024, 2, 1), null], back.History.Select(e => e.LossScale));
        Assert.Null(ProgressEntry.Read(ProgressEntry.Write(TrainingProgress.Start), "a.pth").LossScale);
    }

    [Fact]
    public void A_training_begun_on_a_gpu_goes_on_on_the_processor_and_back()
    {
        Assert.SkipWhen(TorchRuntime.CudaDeviceCount == 0, "No NVIDIA GPU that libtorch can use is here; this test takes a training from one to the processor and back.");
        var gpu = Device.Cuda(0);
        var first = Train(gpu, false, "TRAIN.PRECISION=fp32");
        var second = Train(Device.Cpu, true, "TRAIN.PRECISION=fp32", "TRAIN.EPOCHS=5");
        var third = Train(gpu, true, "TRAIN.PRECISION=fp32", "TRAIN.EPOCHS=7");
        Assert.Equal((3, 5, 7), (first.History.Count, second.History.Count, third.History.Count));

        // Without random numbers the place makes no difference but for rounding.
        var onCpu = new MixedTrainingTests();
        var whole = onCpu.Train(Device.Cpu, false, "TRAIN.PRECISION=fp32", "TRAIN.EPOCHS=7");
        Assert.All(whole.History.Zip(third.History), pair => Assert.Equal(pair.First.Training.Loss, pair.Second.Training.Loss, 1e-3 * pair.First.Training.Loss));
        onCpu.Dispose();
    }

    private TrainingOutcome Train(Device device, bool resume, params string[] overrides)
    {
        foreach (var name in new[] { "x", "y" })
        {
            for (var field = 0; field < 5; field++)
                NumpyFile.Write(_folder.File(name, $"field{field}.npy"), [.. Enumerable.Range(0, 256).Select(i => (float)((i + (50 * field)) * 7 % 61))], 16, 16, 1);
        }

        string[] folders = [.. new[] { "TRAIN", "VAL" }.SelectMany(part => new[] { $"DATA.{part}.PATH={_folder.File("x")}", $"DATA.{part}.GT_PATH={_folder.File("y")}" })];
        var run = ConfigurationReader.ReadText(Tiny, "tiny.yaml", [.. folders, .. overrides]);
        var job = new JobFolder(_folder.FullName, "job", 1, run.Configuration.Paths, run.Configuration.Log);
        return TrainingWorkflow.Run(run, job, "0", device, _log, CancellationToken.None, resume);
    }
}
