namespace Luciole.EndToEnd.Tests;

/// <summary>The published configurations, with their paths changed in the file as a user would, and networks made tiny by <c>--set</c>.</summary>
public sealed class TemplateRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nucleus", "Nucleus")]
    [InlineData("mito", "Mitochondria")]
    [InlineData("actin", "Actin")]
    [InlineData("tubulin", "Tubulin")]
    public void Fine_tuned_templates_predict_a_tree_of_raw_images(string organelle, string channel)
    {
        var yaml = WriteTemplate($"lightmycells_{organelle}.yaml", ($"/path/{organelle}/val_x", _folder.File("test", "x")), ("/path/checkpoints", _folder.FullName));
        TinyImages.WriteSets(_folder.File("test"), 1, 2, planes: 2);
        LucioleProcess.Succeed(["init", "--config", yaml, "--out", _folder.File($"lightmycells_{organelle}.pth"), .. TinyNetwork.Shrink, .. TinyNetwork.ShrinkDecoder]);

        // BiaPy's own command line, with the program's name changed.
        var (_, messages) = LucioleProcess.Succeed(
            ["--config", yaml, "--result_dir", _folder.File("results"), "--name", "lmc", "--run_id", "1", "--gpu", "0", .. TinyNetwork.Shrink, .. TinyNetwork.ShrinkDecoder]);
        Assert.Contains("DATA.NORMALIZATION.TYPE: custom", messages);
        var files = Directory.GetFiles(_folder.File("results", "lmc", "results", "lmc_1", "per_image"));
        Assert.Equal(4, files.Length);
        Assert.All(files, f => Assert.Equal([channel], Imaging.Tiff.TiffSummary.Read(f).ChannelNames));
        Assert.True(File.Exists(_folder.File("results", "lmc", "config_files", $"lightmycells_{organelle}.yaml")));
    }

    [Fact]
    public void The_pretraining_template_trains_and_tells_which_decoder_it_takes()
    {
        for (var n = 0; n < 3; n++)
            TinyImages.WriteRaw(_folder.File("all", $"image_{n}_BF_z0.ome.tiff"), n, 40, 40);
        TinyImages.WriteRaw(_folder.File("val", "image_9_BF_z0.ome.tiff"), 9, 40, 40);
        var yaml = WriteTemplate("lightmycells_pretraining.yaml", ("/path/all_lightmycells_data", _folder.File("all")), ("/path/all_lightmycells_fake_val_data", _folder.File("val")));
        var (output, messages) = LucioleProcess.Succeed(
            ["run", "-cfg", yaml, "-rdir", _folder.File("results"), "-name", "pre", "-rid", "2", .. TinyNetwork.Shrink, "--set", "MODEL.MAE_DEC_NUM_LAYERS=1", "--set", "TRAIN.EPOCHS=2", "--set", "TRAIN.LR_SCHEDULER.WARMUP_COSINE_DECAY_EPOCHS=1"]);
        Assert.Matches(@"MODEL\.MAE_DEC_NUM_HEADS: 12 becomes 16", messages);
        Assert.Contains("epoch 2/2", output);
        var best = _folder.File("results", "pre", "checkpoints", "pre_2-checkpoint-best.pth");
        Assert.True(File.Exists(best));
        using var checkpoint = Checkpoints.PyTorchCheckpoint.Open(best);
        Assert.Contains(checkpoint.StateDict, t => t.Key == "mask_token");
    }

    [Fact]
    public void The_general_template_trains_and_tests()
    {
        for (var n = 0; n < 10; n++)
        {
            TinyImages.WriteRaw(_folder.File("x", $"{n}.tif"), n, 48, 48);
            TinyImages.WriteTarget(_folder.File("y", $"{n}.tif"), n, 48, 48);
        }

        var template = Path.Combine(Golden.Shared("data/templates"), "2d_image-to-image.yaml");
        var lines = File.ReadAllLines(template).Select(l => l.Contains("GT_PATH:", StringComparison.Ordinal)
            ? l.Replace("/path/to/data", _folder.File("y"), StringComparison.Ordinal) : l.Replace("/path/to/data", _folder.File("x"), StringComparison.Ordinal));
        File.WriteAllLines(_folder.File("2d.yaml"), lines);
        LucioleProcess.Succeed(
            "run", "--conf", _folder.File("2d.yaml"), "--res", _folder.File("results"), "--na", "i2i", "--run", "1", "--set", "DATA.PATCH_SIZE=(32,32,1)", "--set", "DATA.TEST.PADDING=(4,4)",
            "--set", "MODEL.FEATURE_MAPS=[2, 4, 8]", "--set", "MODEL.DROPOUT_VALUES=[0.0, 0.0, 0.0]", "--set", "TRAIN.EPOCHS=1");
        Assert.Equal(10, Directory.GetFiles(_folder.File("results", "i2i", "results", "i2i_1", "per_image")).Length);
        Assert.Equal(11, File.ReadAllLines(_folder.File("results", "i2i", "results", "i2i_1", "test_metrics.csv")).Length);
    }

    [Fact]
    public void A_GPU_that_is_not_there_is_told_loudly()
    {
        var model = TinyNetwork.WriteCheckpoint(_folder.File("m.pth"));
        var image = TinyImages.WriteRaw(_folder.File("a.tif"), 1);
        Assert.SkipUnless(LucioleProcess.Succeed("doctor").Output.Contains("none that this libtorch can use", StringComparison.Ordinal), "This machine has a GPU; this test is about its absence.");
        var (_, messages) = LucioleProcess.Succeed("predict", image, "--model", model, "--out", _folder.File("o"), "--gpu", "0");
        Assert.Contains("WARNING: --gpu 0 was asked for", messages);
        Assert.StartsWith("computing on the CPU", messages);
        Assert.DoesNotContain("WARNING", LucioleProcess.Succeed("predict", image, "--model", model, "--out", _folder.File("o"), "--gpu", "cpu").Messages);
    }

    private string WriteTemplate(string name, params (string Old, string New)[] paths)
    {
        var text = File.ReadAllText(Path.Combine(Golden.Shared("data/templates"), name));
        foreach (var (old, now) in paths)
            text = text.Replace(old, now, StringComparison.Ordinal);
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }
}
