using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Files;

namespace Luciole.Workflows.Tests;

public sealed class TrainingWorkflowTests : IDisposable
{
    private const string Tiny =
        """
        {LUCIOLE: {DIALECT: luciole-1}, PROBLEM: {TYPE: IMAGE_TO_IMAGE}, DATA: {PATCH_SIZE: "(16, 16, 1)", NORMALIZATION: {TYPE: zero_mean_unit_variance}, VAL: {FROM_TRAIN: False}},
        MODEL: {ARCHITECTURE: unetr, VIT_TOKEN_SIZE: 4, VIT_EMBED_DIM: 8, VIT_NUM_LAYERS: 1, VIT_NUM_HEADS: 2, UNETR_VIT_HIDD_MULT: 1, UNETR_VIT_NUM_FILTERS: 2, DROPOUT_VALUES: [0.0]},
        TRAIN: {ENABLE: True, OPTIMIZER: ADAMW, EPOCHS: 3}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_best_and_the_last_epoch_are_left_as_checkpoints()
    {
        WriteImages(1, 1);
        var outcome = Train();
        Assert.Equal(3, outcome.History.Count);
        Assert.True(File.Exists(outcome.BestCheckpoint));
        using var last = PyTorchCheckpoint.Open(_folder.File("job", "checkpoints", "job_1-checkpoint-3.pth"));
        Assert.Equal(3, last.EpochNumber);
        Assert.False(File.Exists(_folder.File("job", "checkpoints", "job_1-checkpoint-2.pth")));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(1, 3)]
    public void Images_of_another_number_of_channels_are_refused_by_name(int rawChannels, int targetChannels)
    {
        WriteImages(rawChannels, targetChannels);
        var error = Assert.Throws<InputException>(() => Train());
        Assert.Contains("has 3 channels, 1 were expected", error.Message);
        Assert.Contains(rawChannels == 3 ? "/x/" : "/y/", error.Message);
    }

    [Fact]
    public void Pre_training_asks_for_no_target_and_its_encoder_starts_a_fine_tuning()
    {
        WriteImages(1, 1);
        var none = _folder.File("nowhere");
        string[] mae =
        [
            "PROBLEM.TYPE=SELF_SUPERVISED", "PROBLEM.SELF_SUPERVISED.PRETEXT_TASK=masking", "MODEL.ARCHITECTURE=mae", "MODEL.MAE_DEC_HIDDEN_SIZE=8",
            "MODEL.MAE_DEC_NUM_LAYERS=1", "MODEL.MAE_DEC_NUM_HEADS=2", "MODEL.MAE_DEC_MLP_DIMS=16", $"DATA.TRAIN.GT_PATH={none}", $"DATA.VAL.GT_PATH={none}",
        ];
        var pretrained = Train(mae).BestCheckpoint;
        var moved = _folder.File("pretrained.pth");
        File.Move(pretrained, moved);

        // With a rate of next to nothing the encoder stays as it was loaded.
        var tuned = Train("MODEL.LOAD_CHECKPOINT=True", $"PATHS.CHECKPOINT_FILE={moved}", "TRAIN.LR=1e-20", "TRAIN.W_DECAY=0");
        using var before = PyTorchCheckpoint.Open(moved);
        using var after = PyTorchCheckpoint.Open(tuned.BestCheckpoint);
        foreach (var name in new[] { "cls_token", "pos_embed", "blocks.0.attn.qkv.weight" })
            Assert.Equal(before.Tensor(name).ToFloats(), after.Tensor(name).ToFloats());
        Assert.True(after.StateDict.TryGet("last_block.weight", out _));
    }

    [Fact]
    public void A_checkpoint_with_a_part_of_an_encoder_is_refused()
    {
        WriteImages(1, 1);
        var model = new PickleDict { { "norm.weight", CheckpointTensor.FromFloats(new float[8], 8) }, { "mask_token", CheckpointTensor.FromFloats(new float[8], 1, 1, 8) } };
        CheckpointWriter.Write(_folder.File("part.pth"), new PickleDict { { "model", model } });
        var error = Assert.Throws<InputException>(() => Train("MODEL.LOAD_CHECKPOINT=True", $"PATHS.CHECKPOINT_FILE={_folder.File("part.pth")}"));
        Assert.Contains("part.pth: lacks cls_token of the encoder", error.Message);
    }

    private TrainingOutcome Train(params string[] overrides)
    {
        string[] folders = [.. new[] { "TRAIN", "VAL" }.SelectMany(part => new[] { $"DATA.{part}.PATH={_folder.File("x")}", $"DATA.{part}.GT_PATH={_folder.File("y")}" })];
        var run = ConfigurationReader.ReadText(Tiny, "tiny.yaml", [.. folders, .. overrides]);
        var job = new JobFolder(_folder.FullName, "job", 1, run.Configuration.Paths, run.Configuration.Log);
        return TrainingWorkflow.Run(run, job, "0", default, new SilentLog(), CancellationToken.None);
    }

    private void WriteImages(int rawChannels, int targetChannels)
    {
        foreach (var (name, channels) in new[] { ("x", rawChannels), ("y", targetChannels) })
            NumpyFile.Write(_folder.File(name, "field.npy"), [.. Enumerable.Range(0, 256 * channels).Select(i => (float)(i * 7 % 61))], 16, 16, channels);
    }

    private sealed class SilentLog : IRunLog
    {
        public void Line(string text)
        {
        }

        public void Note(string text)
        {
        }

        public void Progress(string what, string unit, double done, double total, string details = "")
        {
        }
    }
}
