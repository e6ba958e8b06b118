using Luciole.Files;

namespace Luciole.Configuration.Tests;

/// <summary>Configurations as checkpoints hold them.</summary>
public sealed class CheckpointConfigurationTests
{
    private static Dictionary<string, object?> Map(params (string Key, object? Value)[] entries)
    {
        var root = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            var parts = key.Split('.');
            var section = root;
            foreach (var part in parts[..^1])
                section = (Dictionary<string, object?>)(section.TryGetValue(part, out var inner) ? inner! : section[part] = new Dictionary<string, object?>(StringComparer.Ordinal));
            section[parts[^1]] = value;
        }

        return root;
    }

    private static (string, object?)[] Unetr(params (string, object?)[] more) =>
    [
        ("PROBLEM.TYPE", "IMAGE_TO_IMAGE"), ("PROBLEM.NDIM", "2D"), ("DATA.PATCH_SIZE", new object?[] { 64L, 64L, 1L }), ("MODEL.ARCHITECTURE", "unetr"),
        ("MODEL.VIT_TOKEN_SIZE", 16L), ("MODEL.VIT_EMBED_DIM", 48L), ("MODEL.VIT_NUM_LAYERS", 12), ("MODEL.VIT_NUM_HEADS", 4L), ("MODEL.VIT_NORM_EPS", 1e-6), .. more,
    ];

    private static ConfigurationResult Read(params (string, object?)[] entries) => ConfigurationReader.FromCheckpoint(Map(entries), "model.pth");

    [Fact]
    public void A_checkpoint_of_BiaPy_gets_the_epsilon_it_was_trained_with()
    {
        var result = Read(Unetr());
        Assert.Equal((ConfigurationDialect.BiaPy35, 1e-5, 48), (result.Dialect, result.Configuration.Model.LayerNormEpsilon, result.Configuration.Model.EmbedDim));
    }

    [Fact]
    public void A_checkpoint_of_ours_keeps_its_own_epsilon() =>
        Assert.Equal(1e-6, Read(Unetr(("LUCIOLE.DIALECT", "luciole-1"))).Configuration.Model.LayerNormEpsilon);

    [Fact]
    public void Keys_of_other_releases_workflows_and_machines_are_left_aside_and_counted()
    {
        var result = Read(Unetr(("MODEL.SOMETHING_NEW", 3L), ("PROBLEM.DETECTION.TYPE", "x"), ("PATHS.CHECKPOINT_FILE", "/their/model.pth"), ("LOG.LOG_DIR", "/their/logs"), ("NEW_SECTION.A.B", null)));
        Assert.Equal(5, result.IgnoredKeys);
        Assert.Null(result.Configuration.Paths.CheckpointFile);
    }

    [Fact]
    public void Settings_of_the_training_never_stop_a_prediction()
    {
        var result = Read(Unetr(("LOSS.TYPE", "CE"), ("TRAIN.LR", -1.0), ("TRAIN.LR_SCHEDULER.NAME", "warmupcosine"), ("AUGMENTOR.GRID_D_RANGE", "nonsense"), ("TEST.OUTPUT", 3L)));
        Assert.Equal(4, result.IgnoredKeys);
        Assert.Equal(LossType.MeanAbsoluteError, result.Configuration.Loss.Type);
    }

    [Fact]
    public void A_checkpoint_of_3_4_is_recognised_by_its_keys()
    {
        var result = Read(Unetr(("DATA.NORMALIZATION.TYPE", "custom"), ("DATA.NORMALIZATION.APPLICATION_MODE", "image"), ("DATA.NORMALIZATION.CUSTOM_MEAN", -1.0), ("DATA.NORMALIZATION.CUSTOM_STD", -1.0),
            ("DATA.NORMALIZATION.PERC_CLIP", false), ("MODEL.BATCH_NORMALIZATION", true), ("LOSS.TYPE", "CE")));
        Assert.Equal(ConfigurationDialect.BiaPy34, result.Dialect);
        Assert.Equal((NormalizationType.ZeroMeanUnitVariance, LossType.MeanSquaredError), (result.Configuration.Data.Normalization.Type, result.Configuration.Loss.Type));
        Assert.Null(result.Configuration.Data.Normalization.Mean);
    }

    [Fact]
    public void Tiles_that_leave_nothing_of_the_patch_are_put_aside_with_a_note()
    {
        var result = Read(Unetr(("DATA.TEST.PADDING", new object?[] { 200L, 200L })));
        Assert.Equal(new Padding(0, 0), result.Configuration.Data.Test.Padding);
        Assert.StartsWith("model.pth: DATA.TEST.PADDING: (200, 200) becomes (0, 0)", Assert.Single(result.Notes, n => n.Old.StartsWith("DATA", StringComparison.Ordinal)).ToString(), StringComparison.Ordinal);
        Assert.Equal(new Padding(12, 12), Read(Unetr(("DATA.TEST.PADDING", new object?[] { 12L, 12L }))).Configuration.Data.Test.Padding);
    }

    [Fact]
    public void Tuples_lists_and_any_numeric_type_are_understood()
    {
        var c = Read(Unetr(("DATA.TEST.PADDING", (8, 8)), ("MODEL.VIT_MLP_RATIO", 2f), ("TRAIN.OPT_BETAS", new List<double> { 0.5, 0.6 }), ("TRAIN.BATCH_SIZE", (byte)3))).Configuration;
        Assert.Equal((new Padding(8, 8), 2.0, new Betas(0.5, 0.6), 3), (c.Data.Test.Padding, c.Model.MlpRatio, c.Train.Betas, c.Train.BatchSize));
    }

    [Theory]
    [InlineData("PROBLEM.TYPE", "INSTANCE_SEG", "another workflow")]
    [InlineData("PROBLEM.NDIM", "3D", "Luciole does 2D")]
    [InlineData("MODEL.ARCHITECTURE", "rcan", "a network of BiaPy")]
    [InlineData("MODEL.ARCHITECTURE", null, "MODEL.ARCHITECTURE")]
    [InlineData("MODEL.VIT_NUM_HEADS", 5L, "must divide")]
    [InlineData("MODEL.VIT_EMBED_DIM", "wide", "a whole number")]
    [InlineData("DATA.PATCH_SIZE", 5L, "(y, x, channels)")]
    public void A_checkpoint_that_cannot_be_built_is_named(string key, object? value, string expected)
    {
        var message = Assert.Throws<InputException>(() => Read([.. Unetr(), (key, value)])).Message;
        Assert.StartsWith("model.pth: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void A_checkpoint_without_a_configuration_says_what_is_missing() =>
        Assert.Equal("model.pth: PROBLEM.TYPE is missing; write IMAGE_TO_IMAGE or SELF_SUPERVISED.", Assert.Throws<InputException>(() => Read()).Message);

    [Fact]
    public void Endless_nesting_is_refused()
    {
        var loop = new Dictionary<string, object?>(StringComparer.Ordinal);
        loop["A"] = loop;
        Assert.Contains("damaged", Assert.Throws<InputException>(() => ConfigurationReader.FromCheckpoint(loop, "model.pth")).Message);

        var list = new List<object?>();
        list.Add(list);
        Assert.Equal(48, Read(Unetr(("TRAIN.METRICS", list))).Configuration.Model.EmbedDim);
    }

    [Fact]
    public void A_run_takes_the_network_of_its_checkpoint_and_tells_what_changed()
    {
        var run = Yaml.Read(Yaml.Unetr, "MODEL.UNETR_DEC_KERNEL_SIZE=5", "MODEL.SAVE_CKPT_FREQ=3");
        var adopted = CheckpointModel.Adopt(run, Read(Unetr(("MODEL.UNETR_DEC_KERNEL_SIZE", 9L), ("MODEL.SAVE_CKPT_FREQ", 100L))).Configuration, "model.pth");
        Assert.Equal((9, 3), (adopted.Configuration.Model.DecoderKernelSize, adopted.Configuration.Model.SaveEvery));
        Assert.Equal("model.pth: MODEL.UNETR_DEC_KERNEL_SIZE: 5 becomes 9 (the network is the checkpoint's; MODEL.LOAD_MODEL_FROM_CHECKPOINT: False keeps the file's)", Assert.Single(adopted.Notes).ToString());

        var kept = CheckpointModel.Adopt(Yaml.Read(Yaml.Unetr, "MODEL.LOAD_MODEL_FROM_CHECKPOINT=False"), Read(Unetr(("MODEL.UNETR_DEC_KERNEL_SIZE", 9L))).Configuration, "model.pth");
        Assert.Equal(3, kept.Configuration.Model.DecoderKernelSize);
    }

    [Fact]
    public void A_unetr_keeps_its_own_description_when_it_starts_from_a_masked_autoencoder()
    {
        var mae = Read([.. Unetr(), ("PROBLEM.TYPE", "SELF_SUPERVISED"), ("PROBLEM.SELF_SUPERVISED.PRETEXT_TASK", "masking"), ("MODEL.ARCHITECTURE", "mae")]).Configuration;
        var run = Yaml.Read(Yaml.Unetr);
        Assert.Same(run, CheckpointModel.Adopt(run, mae, "mae.pth"));

        var error = Assert.Throws<InputException>(() => CheckpointModel.Adopt(Yaml.Read(Yaml.Unetr, "MODEL.VIT_NUM_HEADS=8"), mae, "mae.pth"));
        Assert.Equal("mae.pth: was trained with MODEL.VIT_NUM_HEADS: 4, but the configuration has 8; write the checkpoint's value, or give another PATHS.CHECKPOINT_FILE.", error.Message);
    }

    [Fact]
    public void A_checkpoint_for_another_patch_or_workflow_is_refused()
    {
        var checkpoint = Read(Unetr()).Configuration;
        Assert.Contains("DATA.PATCH_SIZE: (64, 64, 1)", Assert.Throws<InputException>(() => CheckpointModel.Adopt(Yaml.Read(Yaml.Unetr, "DATA.PATCH_SIZE=(128, 128, 1)"), checkpoint, "model.pth")).Message);
        var pretraining = Yaml.Read(Yaml.Unetr, "PROBLEM.TYPE=SELF_SUPERVISED", "PROBLEM.SELF_SUPERVISED.PRETEXT_TASK=masking", "MODEL.ARCHITECTURE=mae");
        Assert.Contains("cannot start a run of SELF_SUPERVISED", Assert.Throws<InputException>(() => CheckpointModel.Adopt(pretraining, checkpoint, "model.pth")).Message);
    }
}
