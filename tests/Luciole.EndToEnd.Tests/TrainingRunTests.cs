using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Luciole.Checkpoints;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.EndToEnd.Tests;

/// <summary><c>luciole run</c>: training on several raws for one target, testing, and what is left on the disk.</summary>
public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainingRunTests()
    {
        TinyImages.WriteSets(_folder.File("train"), 1, 3, planes: 2);
        TinyImages.WriteSets(_folder.File("val"), 11, 1, planes: 1);
        TinyImages.WriteSets(_folder.File("test"), 21, 2, planes: 2);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Trains_tests_and_leaves_the_files_where_BiaPy_would()
    {
        var yaml = WriteConfiguration(TinyNetwork.Training(_folder.FullName, epochs: 4));
        var (output, _) = LucioleProcess.Succeed("run", "--config", yaml, "--result_dir", _folder.File("results"), "--name", "job", "--run_id", "3");

        // Two folders with the same plane names: every raw image is predicted once.
        var job = _folder.File("results", "job");
        var names = Directory.GetFiles(Path.Combine(job, "results", "job_3", "per_image")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(
            from n in new[] { 21, 22 } from z in new[] { 0, 1 } select $"Study_1_BF_image_{n}_BF_z{z}.ome.tif", names);
        var page = File.ReadAllText(Path.Combine(job, "results", "job_3", "report.html"));
        Assert.Contains("job_3-checkpoint-best.pth, 4 images<", page);
        Assert.Equal(4, Regex.Count(page, "\"PCC\":-?[0-9.E-]+,\"SSIM\":"));
        Assert.Equal(4, Regex.Count(page, "\"input\":[0-9]+,\"truth\":[0-9]+,\"prediction\":[0-9]+,\"difference\":[0-9]+"));
        Assert.True(File.Exists(Path.Combine(job, "config_files", "tiny.yaml")));
        Assert.Equal(File.ReadAllText(yaml), File.ReadAllText(Path.Combine(job, "config_files", "tiny.yaml")));
        Assert.True(File.Exists(Path.Combine(job, "config_files", "tiny.resolved.yaml")));
        var log = Assert.Single(Directory.GetFiles(Path.Combine(job, "train_logs")));
        var epochs = File.ReadAllLines(log).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal([0, 1, 2, 3], epochs.Select(e => e.GetProperty("epoch").GetInt32()));
        Assert.All(epochs, e => Assert.True(e.GetProperty("train_loss").GetDouble() > 0 && e.GetProperty("test_loss").GetDouble() > 0));

        var csv = File.ReadAllLines(Path.Combine(job, "results", "job_3", "test_metrics.csv"));
        Assert.Equal("image,pcc,ssim,mae,mse,psnr", csv[0]);
        Assert.Equal(5, csv.Length);
        Assert.All(csv[1..], line => Assert.InRange(double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture), -1, 1));
        Assert.Contains("PCC", output);
        Assert.Contains("SSIM", output);
        CheckTargetScale(Path.Combine(job, "checkpoints", "job_3-checkpoint-best.pth"), Path.Combine(job, "results", "job_3", "per_image", names[0]));
    }

    [Fact]
    public void A_run_begins_anew_unless_told_otherwise()
    {
        var yaml = WriteConfiguration(TinyNetwork.Training(_folder.FullName, epochs: 2));
        string[] run = ["run", "--config", yaml, "--result_dir", _folder.File("results"), "--name", "job"];
        LucioleProcess.Succeed(run);
        var best = _folder.File("results", "job", "checkpoints", "job_1-checkpoint-best.pth");
        var first = Weights(best);
        var (output, _) = LucioleProcess.Succeed(run);
        Assert.Equal(first, Weights(best));
        Assert.DoesNotContain("tensors loaded", output);
    }

    [Fact]
    public void Ready_checkpoints_predict_without_training_and_without_targets()
    {
        var yaml = WriteConfiguration(TinyNetwork.Training(_folder.FullName, epochs: 1, loadTargets: false));
        string[] run = ["run", "--config", yaml, "--result_dir", _folder.File("results"), "--name", "job"];
        var missing = LucioleProcess.Run([.. run, "--set", "TRAIN.ENABLE=False"]);
        LucioleProcess.AssertRefused(missing, "job_1-checkpoint-best.pth", "TRAIN.ENABLE: True");
        LucioleProcess.Succeed([.. run, "--set", "TEST.ENABLE=False"]);
        Assert.False(Directory.Exists(_folder.File("results", "job", "results", "job_1", "per_image")));
        LucioleProcess.Succeed([.. run, "--set", "TRAIN.ENABLE=False"]);
        Assert.Equal(4, Directory.GetFiles(_folder.File("results", "job", "results", "job_1", "per_image")).Length);
        Assert.False(File.Exists(_folder.File("results", "job", "results", "job_1", "test_metrics.csv")));
    }

    [Fact]
    public void A_network_that_starts_from_pretraining_is_tested_with_its_own_best_weights()
    {
        var pretraining = WriteConfiguration($$"""
            LUCIOLE: {DIALECT: luciole-1}
            PROBLEM: {TYPE: SELF_SUPERVISED, NDIM: 2D, SELF_SUPERVISED: {PRETEXT_TASK: masking} }
            DATA:
              PATCH_SIZE: (32, 32, 1)
              NORMALIZATION: {TYPE: zero_mean_unit_variance}
              TRAIN: {PATH: {{_folder.File("train", "x")}} }
              VAL: {FROM_TRAIN: False, PATH: {{_folder.File("val", "x")}} }
            MODEL: {ARCHITECTURE: mae, VIT_TOKEN_SIZE: 8, VIT_EMBED_DIM: 16, VIT_NUM_LAYERS: 3, VIT_NUM_HEADS: 2, MAE_DEC_HIDDEN_SIZE: 16, MAE_DEC_NUM_LAYERS: 1, MAE_DEC_NUM_HEADS: 2, MAE_DEC_MLP_DIMS: 32}
            TRAIN: {ENABLE: True, OPTIMIZER: ADAMW, LR: 1.0e-3, BATCH_SIZE: 4, EPOCHS: 2}
            """, "pretraining.yaml");
        LucioleProcess.Succeed("run", "--config", pretraining, "--result_dir", _folder.File("results"), "--name", "pre");
        var start = _folder.File("results", "pre", "checkpoints", "pre_1-checkpoint-best.pth");
        var before = Weights(start);

        var tuning = WriteConfiguration(TinyNetwork.Training(_folder.FullName, epochs: 2, more: $"PATHS: {{CHECKPOINT_FILE: {start}}}"));
        string[] run = ["run", "--config", tuning, "--result_dir", _folder.File("results"), "--name", "tuned"];
        var (output, _) = LucioleProcess.Succeed([.. run, "--set", "MODEL.LOAD_CHECKPOINT=True"]);
        using (var mae = PyTorchCheckpoint.Open(start))
        {
            var shared = mae.StateDict.Count(t => !t.Key.StartsWith("decoder", StringComparison.Ordinal) && t.Key != "mask_token");
            Assert.Matches($@"pre_1-checkpoint-best\.pth: {shared} tensors loaded, \d+ missing, {mae.StateDict.Count - shared} unexpected", output);
        }

        var best = _folder.File("results", "tuned", "checkpoints", "tuned_1-checkpoint-best.pth");
        Assert.Contains($"predicting 4 images with {best}", output);
        var after = Weights(best);
        Assert.Contains(after.Keys, before.ContainsKey);
        Assert.NotEqual(before["blocks.0.attn.qkv.weight"], after["blocks.0.attn.qkv.weight"]);
        var image = Directory.GetFiles(_folder.File("results", "tuned", "results", "tuned_1", "per_image"))[0];
        Assert.Equal(Luciole.Files.ContentHash.OfFile(best), TiffSummary.Read(image).Provenance!["model_sha256"]);

        var wrong = LucioleProcess.Run([.. run, "--set", "MODEL.LOAD_CHECKPOINT=True", "--set", "MODEL.VIT_EMBED_DIM=32"]);
        LucioleProcess.AssertRefused(wrong, start, "MODEL.VIT_EMBED_DIM", "16", "32");
    }

    // The checkpoint knows the targets' intensities, so predictions come in them.
    private void CheckTargetScale(string checkpoint, string predicted)
    {
        var summary = TiffSummary.Read(predicted);
        Assert.Equal(("target", "uint16"), (summary.Provenance!["output_scale"], summary.DType));
        Assert.Equal(["Nucleus"], summary.ChannelNames);
        var output = _folder.File("predicted");
        var raw = Directory.GetFiles(_folder.File("test", "x"), "*_z0.ome.tiff", SearchOption.AllDirectories)[0];
        LucioleProcess.Succeed("predict", raw, "--model", checkpoint, "--out", output);
        var path = Path.Combine(output, Path.GetFileNameWithoutExtension(raw) + ".tif");
        using var image = ImageFile.Read(path);
        Assert.InRange(image.ToSingle().Average(), TinyImages.TargetGround - TinyImages.TargetSpot, TinyImages.TargetGround + TinyImages.TargetSpot);
        LucioleProcess.Succeed("predict", raw, "--model", checkpoint, "--out", _folder.File("rawscale"), "--output", "raw");
        using var inRaw = ImageFile.Read(_folder.File("rawscale", Path.GetFileName(path)));
        Assert.InRange(inRaw.ToSingle().Average(), 0, 2_000);
    }

    private string WriteConfiguration(string text, string name = "tiny.yaml")
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private static Dictionary<string, double[]> Weights(string path)
    {
        using var checkpoint = PyTorchCheckpoint.Open(path);
        return checkpoint.StateDict.ToDictionary(t => t.Key, t => t.Value.ToDoubles());
    }
}
