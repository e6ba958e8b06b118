using Luciole.Checkpoints;

namespace Luciole.EndToEnd.Tests;

/// <summary><c>luciole run --resume</c>: a training that was ended in any way goes on as if it had not been.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ResumeTests()
    {
        TinyImages.WriteSets(_folder.File("train"), 1, 4, planes: 3);
        TinyImages.WriteSets(_folder.File("val"), 11, 1, planes: 2);
        TinyImages.WriteSets(_folder.File("test"), 21, 1, planes: 1);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Killed_at_twenty_random_moments_it_ends_with_the_weights_of_the_undisturbed_run()
    {
        var yaml = Write(TinyNetwork.Training(_folder.FullName, epochs: 240, more: Everything));
        LucioleProcess.Succeed(Run(yaml, "undisturbed"));
        var random = new Random(3);
        var kills = 0;
        for (var round = 0; round < 20; round++)
        {
            using var process = LucioleProcess.Start([.. Run(yaml, "killed"), "--resume"]);
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            if (process.WaitForExit(TimeSpan.FromMilliseconds(random.Next(300, 2_500))))
                continue;
            process.Kill();
            process.WaitForExit();
            kills++;
        }

        Assert.True(kills >= 10, $"only {kills} runs were killed; the training is too short");
        LucioleProcess.Succeed([.. Run(yaml, "killed"), "--resume"]);
        AssertSameState(Last("undisturbed"), Last("killed"));
        AssertSameState(Best("undisturbed"), Best("killed"));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public void Four_epochs_are_two_and_two_whatever_the_number_of_workers(int workersBefore, int workersAfter)
    {
        var yaml = Write(TinyNetwork.Training(_folder.FullName, epochs: 4, more: Everything));
        LucioleProcess.Succeed(Run(yaml, "whole"));
        LucioleProcess.Succeed([.. Run(yaml, "parts"), "--set", "TRAIN.EPOCHS=2", "--set", "TRAIN.LR_SCHEDULER.NAME=", "--set", $"SYSTEM.NUM_WORKERS={workersBefore}", "--set", "TEST.ENABLE=False"]);
        LucioleProcess.Succeed([.. Run(yaml, "parts"), "--set", "TRAIN.LR_SCHEDULER.NAME=", "--set", $"SYSTEM.NUM_WORKERS={workersAfter}", "--resume"]);
        LucioleProcess.Succeed([.. Run(yaml, "constant"), "--set", "TRAIN.LR_SCHEDULER.NAME="]);
        AssertSameState(Last("constant"), Last("parts"));
    }

    // Dropout's random numbers are drawn twice where activations are recomputed.
    [Theory]
    [InlineData("fp32")]
    [InlineData("bf16")]
    public void Recomputed_activations_change_no_weights_and_go_on_too(string precision)
    {
        var yaml = Write(TinyNetwork.Training(_folder.FullName, epochs: 4, more: Everything));
        string[] all = ["--set", $"TRAIN.PRECISION={precision}", "--set", "TRAIN.RECOMPUTE_ACTIVATIONS=all", "--set", "TRAIN.LR_SCHEDULER.NAME="];
        LucioleProcess.Succeed([.. Run(yaml, "kept"), "--set", $"TRAIN.PRECISION={precision}", "--set", "TRAIN.LR_SCHEDULER.NAME="]);
        LucioleProcess.Succeed([.. Run(yaml, "parts"), .. all, "--set", "TRAIN.EPOCHS=2"]);
        LucioleProcess.Succeed([.. Run(yaml, "parts"), .. all, "--resume"]);
        AssertSameState(Last("kept"), Last("parts"));
    }

    [Fact]
    public void Averaged_weights_and_random_masks_go_on_too()
    {
        var yaml = Write($$"""
            LUCIOLE: {DIALECT: luciole-1}
            PROBLEM: {TYPE: SELF_SUPERVISED, NDIM: 2D, SELF_SUPERVISED: {PRETEXT_TASK: masking} }
            DATA:
              PATCH_SIZE: (32, 32, 1)
              EXTRACT_RANDOM_PATCH: True
              TRAIN: {PATH: {{_folder.File("train", "x")}} }
              VAL: {FROM_TRAIN: False, PATH: {{_folder.File("val", "x")}} }
            MODEL: {ARCHITECTURE: mae, MAE_MASK_TYPE: random, VIT_TOKEN_SIZE: 8, VIT_EMBED_DIM: 16, VIT_NUM_LAYERS: 2, VIT_NUM_HEADS: 2, MAE_DEC_HIDDEN_SIZE: 16, MAE_DEC_NUM_LAYERS: 1, MAE_DEC_NUM_HEADS: 2, MAE_DEC_MLP_DIMS: 32}
            TRAIN: {ENABLE: True, OPTIMIZER: SGD, LR: 1.0e-3, BATCH_SIZE: 5, EPOCHS: 4, EMA_DECAY: 0.9, CLIP_GRADIENT_NORM: 1.0}
            """);
        LucioleProcess.Succeed(Run(yaml, "whole"));
        LucioleProcess.Succeed([.. Run(yaml, "parts"), "--set", "TRAIN.EPOCHS=2"]);
        LucioleProcess.Succeed([.. Run(yaml, "parts"), "--resume"]);
        AssertSameState(Last("whole"), Last("parts"));
    }

    [Fact]
    public void What_decides_the_numbers_may_not_change_and_what_does_not_may()
    {
        var yaml = Write(TinyNetwork.Training(_folder.FullName, epochs: 2, more: Everything));
        LucioleProcess.Succeed(Run(yaml, "job"));
        LucioleProcess.AssertRefused(LucioleProcess.Run([.. Run(yaml, "job"), "--resume", "--set", "TRAIN.LR=0.5"]), "TRAIN.LR", "0.5", "0.001", "job_1-checkpoint-last.pth");
        LucioleProcess.AssertRefused(LucioleProcess.Run([.. Run(yaml, "job"), "--resume", "--set", "MODEL.VIT_NUM_LAYERS=4"]), "MODEL.VIT_NUM_LAYERS");
        foreach (var part in new[] { "x", "y" })
            Directory.Delete(_folder.File("train", part, "Study_1_BF_image_1_Nucleus.ome.tiff"), recursive: true);
        LucioleProcess.AssertRefused(LucioleProcess.Run([.. Run(yaml, "job"), "--resume", "--set", "TRAIN.EPOCHS=3"]), "12 samples", "9 samples");
        TinyImages.WriteSets(_folder.File("train"), 1, 1, planes: 3);
        var (output, _) = LucioleProcess.Succeed([.. Run(yaml, "job"), "--resume", "--set", "TEST.ENABLE=True"]);
        Assert.Contains("going on after 2 epochs", output);
    }

    [Fact]
    public void Weights_without_a_training_state_and_damaged_states_are_refused_by_name()
    {
        var yaml = Write(TinyNetwork.Training(_folder.FullName, epochs: 1, more: Everything));
        TinyNetwork.WriteCheckpoint(Last("job"));
        LucioleProcess.AssertRefused(LucioleProcess.Run([.. Run(yaml, "job"), "--resume"]), "job_1-checkpoint-last.pth", "state of a training");
        File.WriteAllBytes(Last("job"), File.ReadAllBytes(Last("job"))[..2_000]);
        LucioleProcess.AssertRefused(LucioleProcess.Run([.. Run(yaml, "job"), "--resume"]), "job_1-checkpoint-last.pth");
    }

    [Fact]
    public void Without_the_flag_a_job_begins_anew_and_the_earlier_states_are_put_aside()
    {
        var yaml = Write(TinyNetwork.Training(_folder.FullName, epochs: 1, more: Everything));
        LucioleProcess.Succeed(Run(yaml, "job"));
        var first = File.ReadAllBytes(Last("job"));
        var (_, messages) = LucioleProcess.Succeed([.. Run(yaml, "job"), "--set", "SYSTEM.SEED=9"]);
        Assert.Contains("--resume", messages);
        Assert.Equal(first, File.ReadAllBytes(Path.ChangeExtension(Last("job"), ".previous.pth")));
    }

    // Dropout draws random numbers in the network, augmentation in the loader; the cosine depends on the epoch.
    private const string Everything = """
        AUGMENTOR: {ENABLE: True, ROT90: True, VFLIP: True, BRIGHTNESS: True, ELASTIC: True}
        """;

    private static readonly string[] Settings =
    [
        "--set", "MODEL.DROPOUT_VALUES=[0.2]", "--set", "TRAIN.ACCUM_ITER=2", "--set", "TRAIN.LR_SCHEDULER.NAME=warmupcosine", "--set", "TRAIN.LR_SCHEDULER.MIN_LR=1e-5",
        "--set", "TRAIN.LR_SCHEDULER.WARMUP_COSINE_DECAY_EPOCHS=1",
    ];

    private string[] Run(string yaml, string name) =>
        ["run", "--config", yaml, "--result_dir", _folder.File("results"), "--name", name, .. File.ReadAllText(yaml).Contains("unetr", StringComparison.Ordinal) ? Settings : []];

    private string Last(string name) => _folder.File("results", name, "checkpoints", $"{name}_1-checkpoint-last.pth");

    private string Best(string name) => _folder.File("results", name, "checkpoints", $"{name}_1-checkpoint-best.pth");

    private string Write(string yaml)
    {
        File.WriteAllText(_folder.File("tiny.yaml"), yaml);
        return _folder.File("tiny.yaml");
    }

    private static void AssertSameState(string expectedPath, string actualPath)
    {
        using var expected = PyTorchCheckpoint.Open(expectedPath);
        using var actual = PyTorchCheckpoint.Open(actualPath);
        Assert.Equal(expected.EpochNumber, actual.EpochNumber);
        Assert.Equal(expected.StateDict.Select(t => t.Key), actual.StateDict.Select(t => t.Key));
        Assert.All(expected.StateDict, t => Assert.Equal(Bytes(t.Value), Bytes(actual.Tensor(t.Key))));
        var (states, others) = (Tensors(expected.Optimizer!).ToList(), Tensors(actual.Optimizer!).ToList());
        Assert.NotEmpty(states);
        Assert.Equal(states, others);
    }

    private static IEnumerable<byte[]> Tensors(PickleValue value) => value switch
    {
        CheckpointTensor tensor => [Bytes(tensor)],
        PickleDict dict => dict.SelectMany(e => Tensors(e.Value)),
        _ => value.AsItems?.SelectMany(Tensors) ?? [],
    };

    private static byte[] Bytes(CheckpointTensor tensor)
    {
        var bytes = new byte[tensor.ByteCount];
        tensor.CopyTo(bytes);
        return bytes;
    }
}
