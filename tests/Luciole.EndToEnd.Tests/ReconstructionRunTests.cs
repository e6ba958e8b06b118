using System.Globalization;
using Luciole.Imaging.Tiff;

namespace Luciole.EndToEnd.Tests;

/// <summary><c>luciole run</c> that pre-trains and then tests what it learnt.</summary>
public sealed class ReconstructionRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pre_trained_network_is_tested_by_its_reconstructions()
    {
        TinyImages.WriteRaw(_folder.File("train", "a.ome.tiff"), 1);
        TinyImages.WriteRaw(_folder.File("val", "b.ome.tiff"), 2);
        TinyImages.WriteRaw(_folder.File("test", "c.ome.tiff"), 3, 40, 70);
        TinyImages.WriteRaw(_folder.File("test", "small.ome.tiff"), 4, 20, 24);
        File.WriteAllText(_folder.File("pre.yaml"), $$"""
            LUCIOLE: {DIALECT: luciole-1}
            PROBLEM: {TYPE: SELF_SUPERVISED, NDIM: 2D, SELF_SUPERVISED: {PRETEXT_TASK: masking} }
            DATA:
              PATCH_SIZE: (32, 32, 1)
              REFLECT_TO_COMPLETE_SHAPE: True
              NORMALIZATION: {TYPE: zero_mean_unit_variance}
              TRAIN: {PATH: {{_folder.File("train")}} }
              VAL: {FROM_TRAIN: False, PATH: {{_folder.File("val")}} }
              TEST: {PATH: {{_folder.File("test")}}, PADDING: "(4, 4)"}
            MODEL: {ARCHITECTURE: mae, VIT_TOKEN_SIZE: 8, VIT_EMBED_DIM: 16, VIT_NUM_LAYERS: 1, VIT_NUM_HEADS: 2, MAE_DEC_HIDDEN_SIZE: 16, MAE_DEC_NUM_LAYERS: 1, MAE_DEC_NUM_HEADS: 2}
            TRAIN: {ENABLE: True, OPTIMIZER: ADAMW, LR: 1.0e-3, BATCH_SIZE: 4, EPOCHS: 2}
            TEST: {ENABLE: True}
            """);
        var (output, messages) = LucioleProcess.Succeed("run", "--config", _folder.File("pre.yaml"), "--result_dir", _folder.File("results"), "--name", "pre");
        var results = _folder.File("results", "pre", "results", "pre_1");
        Assert.Equal(
            ["c.ome.tif", "c_masked.ome.tif", "c_reconstruction_and_visible.ome.tif", "small.ome.tif", "small_masked.ome.tif", "small_reconstruction_and_visible.ome.tif"],
            Directory.GetFiles(Path.Combine(results, "per_image")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        var summary = TiffSummary.Read(Path.Combine(results, "per_image", "c_masked.ome.tif"));
        Assert.Equal(("uint16", "masked input"), (summary.DType, summary.Provenance!["content"]));
        var csv = File.ReadAllLines(Path.Combine(results, "test_metrics.csv"));
        Assert.Equal("image,mse,mae,psnr,ssim", csv[0]);
        Assert.Equal(3, csv.Length);
        Assert.All(csv[1..], line => Assert.True(double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture) > 0));
        Assert.Contains("SSIM", output);
        Assert.Contains("mean", output);
        Assert.Contains("DATA.TEST.PADDING have no effect", messages);
    }
}
