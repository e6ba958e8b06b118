using Luciole.Configuration;
using Luciole.Data.Loading;
using Luciole.Files;
using Luciole.Training;

namespace Luciole.Workflows.Tests;

public sealed class EveryAugmentationTogetherTests : IDisposable
{
    private const string Tiny =
        """
        {LUCIOLE: {DIALECT: luciole-1}, PROBLEM: {TYPE: IMAGE_TO_IMAGE}, DATA: {PATCH_SIZE: "(32, 32, 3)", NORMALIZATION: {TYPE: div}, VAL: {FROM_TRAIN: False}},
        MODEL: {ARCHITECTURE: unetr, VIT_TOKEN_SIZE: 8, VIT_EMBED_DIM: 8, VIT_NUM_LAYERS: 2, VIT_NUM_HEADS: 2, UNETR_VIT_HIDD_MULT: 1, UNETR_VIT_NUM_FILTERS: 2, DROPOUT_VALUES: [0.0]},
        TRAIN: {ENABLE: True, OPTIMIZER: ADAMW, EPOCHS: 2, BATCH_SIZE: 2}, AUGMENTOR: {ENABLE: True, DA_PROB: 0.7}, SYSTEM: {NUM_WORKERS: 3}}
        """;

    private static readonly string[] Geometric = ["ZOOM", "RANDOM_ROT", "ROT90", "SHEAR", "SHIFT", "VFLIP", "HFLIP", "ELASTIC", "MISALIGNMENT", "CUTMIX"];

    private static readonly string[] Photometric =
    [
        "GRAYSCALE", "CHANNEL_SHUFFLE", "CUTBLUR", "CUTNOISE", "BRIGHTNESS", "CONTRAST", "GAMMA_CONTRAST", "GAUSSIAN_NOISE", "POISSON_NOISE", "SALT", "PEPPER",
        "SALT_AND_PEPPER", "MISSING_SECTIONS", "GRIDMASK", "CUTOUT", "G_BLUR", "MEDIAN_BLUR", "MOTION_BLUR", "DROPOUT",
    ];

    private readonly TemporaryFolder _folder = new();

    public EveryAugmentationTogetherTests()
    {
        foreach (var folder in new[] { "x", "y" })
        {
            for (var i = 0; i < 5; i++)
                NumpyFile.Write(_folder.File(folder, $"field{i}.npy"), [.. Enumerable.Range(0, 40 * 36 * 3).Select(n => (float)((n * (i + 3) % 251) + (n / 500)))], 40, 36, 3);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_training_with_all_of_them_runs_and_finds_finite_losses()
    {
        var (run, job) = Read([.. Geometric, .. Photometric]);
        var outcome = TrainingWorkflow.Run(run, job, "0", default, new RecordedLog(), CancellationToken.None);
        Assert.Equal(2, outcome.History.Count);
        Assert.All(outcome.History, epoch => Assert.True(double.IsFinite(epoch.Training.Loss), $"{epoch.Training.Loss}"));
    }

    [Fact]
    public void Every_patch_is_changed_and_finite_and_another_in_the_next_epoch()
    {
        var plain = Patches([], 0);
        var first = Patches([.. Geometric, .. Photometric], 0);
        var second = Patches([.. Geometric, .. Photometric], 1);
        Assert.Equal(20, first.Count);
        foreach (var (name, raw, target) in first)
        {
            Assert.All(raw, value => Assert.True(float.IsFinite(value)));
            Assert.All(target, value => Assert.True(float.IsFinite(value)));
            Assert.DoesNotContain(plain, p => p.Name == name && p.Raw.SequenceEqual(raw));
            Assert.DoesNotContain(second, p => p.Raw.SequenceEqual(raw));
        }
    }

    [Fact]
    public void What_moves_pixels_moves_those_of_the_target_alike_and_the_rest_leaves_them()
    {
        Assert.All(Patches(Geometric, 1), patch => Assert.Equal(patch.Raw, patch.Target));
        var targets = Patches([], 1).Select(p => p.Target).ToList();
        Assert.All(Patches(Photometric, 1), patch => Assert.Contains(targets, t => t.SequenceEqual(patch.Target)));
    }

    [Fact]
    public void In_pre_training_intensities_are_changed_too()
    {
        string[] masking = ["PROBLEM.TYPE=SELF_SUPERVISED", "PROBLEM.SELF_SUPERVISED.PRETEXT_TASK=masking", "MODEL.ARCHITECTURE=mae"];
        foreach (var key in new[] { "BRIGHTNESS", "CONTRAST", "GRIDMASK", "GAUSSIAN_NOISE", "CUTOUT", "CUTMIX" })
        {
            var plain = Batches([], 0, masking).SelectMany(b => b.Raw.Chunk(32 * 32 * 3)).ToList();
            var changed = Batches([key], 0, [.. masking, "AUGMENTOR.DA_PROB=1"]).SelectMany(b => b.Raw.Chunk(32 * 32 * 3)).ToList();
            Assert.Equal(plain.Count, changed.Count);
            Assert.All(changed, patch => Assert.DoesNotContain(plain, p => p.SequenceEqual(patch)));
        }
    }

    private List<(string Name, float[] Raw, float[] Target)> Patches(string[] switches, int epoch) =>
        [.. Batches(switches, epoch).SelectMany(b => b.Names.Zip(b.Raw.Chunk(32 * 32 * 3), b.Target!.Chunk(32 * 32 * 3)))];

    private List<Batch> Batches(string[] switches, int epoch, params string[] overrides)
    {
        var (run, job) = Read(switches, overrides);
        var batches = TrainingBatches.Prepare(run.Configuration, job, new MemoryBudget(1 << 30, 0), 2, onGpu: false, new RecordedLog(), CancellationToken.None);
        return [.. batches.Training.Epoch(epoch, 0, CancellationToken.None)];
    }

    private (ConfigurationResult Run, JobFolder Job) Read(string[] switches, params string[] overrides)
    {
        string[] folders = [.. new[] { "TRAIN", "VAL" }.SelectMany(part => new[] { $"DATA.{part}.PATH={_folder.File("x")}", $"DATA.{part}.GT_PATH={_folder.File("y")}" })];
        var run = ConfigurationReader.ReadText(Tiny, "tiny.yaml", [.. folders, .. switches.Select(s => $"AUGMENTOR.{s}=True"), .. overrides]);
        return (run, new JobFolder(_folder.FullName, "job", 1, run.Configuration.Paths, run.Configuration.Log));
    }
}
