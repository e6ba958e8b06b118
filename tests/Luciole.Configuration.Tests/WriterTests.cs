namespace Luciole.Configuration.Tests;

public sealed class WriterTests
{
    [Fact]
    public void The_manual_is_up_to_date()
    {
        var path = Path.Combine(Golden.RepositoryRoot, "docs", "reference", "configuration.md");
        if (Environment.GetEnvironmentVariable("LUCIOLE_WRITE_DOCS") == "1")
            Luciole.Files.AtomicFile.WriteAllText(path, ConfigurationReference.Markdown());
        Assert.True(File.Exists(path), $"{path} is missing; run this test with LUCIOLE_WRITE_DOCS=1.");
        Assert.True(ConfigurationReference.Markdown() == File.ReadAllText(path), "docs/reference/configuration.md is out of date; run this test with LUCIOLE_WRITE_DOCS=1.");
    }

    [Fact]
    public void The_dictionary_is_laid_out_as_BiaPy_does()
    {
        var root = ConfigurationWriter.ToDictionary(Yaml.Set("TRAIN.METRICS=[ssim]"));
        Assert.Equal("luciole-1", At(root, "LUCIOLE.DIALECT"));
        Assert.Equal("IMAGE_TO_IMAGE", At(root, "PROBLEM.TYPE"));
        Assert.Equal("2D", At(root, "PROBLEM.NDIM"));
        Assert.Equal(new object?[] { 64L, 64L, 1L }, Assert.IsType<object?[]>(At(root, "DATA.PATCH_SIZE")));
        Assert.Equal(new object?[] { 1L, 1L }, Assert.IsType<object?[]>(At(root, "PROBLEM.SUPER_RESOLUTION.UPSCALING")));
        Assert.Equal("BC", At(root, "PROBLEM.INSTANCE_SEG.DATA_CHANNELS"));
        Assert.Equal(2L, At(root, "MODEL.N_CLASSES"));
        Assert.Equal(48L, At(root, "MODEL.VIT_EMBED_DIM"));
        Assert.Equal(1e-5, At(root, "MODEL.VIT_NORM_EPS"));
        Assert.Equal("", At(root, "PATHS.CHECKPOINT_FILE"));
        Assert.Equal(-1.0, At(root, "TRAIN.LR_SCHEDULER.MIN_LR"));
        Assert.Equal(new List<object?> { "ssim" }, Assert.IsType<List<object?>>(At(root, "TRAIN.METRICS")));
    }

    [Fact]
    public void What_is_written_into_a_checkpoint_comes_back()
    {
        var c = Yaml.Set(
            "MODEL.VIT_MLP_RATIO=2.5", "DATA.NORMALIZATION.TYPE=scale_range", "DATA.NORMALIZATION.PERC_CLIP.ENABLE=True", "DATA.NORMALIZATION.PERC_CLIP.LOWER_PERC=1",
            "DATA.NORMALIZATION.PERC_CLIP.UPPER_VALUE=900", "AUGMENTOR.E_MODE=reflect", "LOSS.TYPE=SSIM", "DATA.TRAIN.FILTER_SAMPLES.PROPS=[['mean', 'max']]");
        var result = ConfigurationReader.FromCheckpoint(ConfigurationWriter.ToDictionary(c), "model.pth");
        Assert.Equal(ConfigurationDialect.Luciole, result.Dialect);
        Assert.Empty(result.Notes);
        Assert.Equal(ConfigurationWriter.ToYaml(c), ConfigurationWriter.ToYaml(result.Configuration));
    }

    [Theory]
    [InlineData("/data/it's \"here\"/µm: #1")]
    [InlineData("123")]
    [InlineData("(1, 2)")]
    [InlineData("None")]
    [InlineData("yes")]
    [InlineData("'quoted'")]
    [InlineData("tab\there")]
    [InlineData("-")]
    [InlineData("日本語")]
    [InlineData("𝕏\u2028")]
    public void Any_path_survives_being_written_and_read(string path)
    {
        var start = Yaml.Set();
        var c = start with { Data = start.Data with { Test = start.Data.Test with { Path = path } } };
        Assert.Equal(path, Yaml.Read(ConfigurationWriter.ToYaml(c)).Configuration.Data.Test.Path);
    }

    [Fact]
    public void The_hash_follows_the_settings_and_not_the_spelling()
    {
        var one = Yaml.Read(Yaml.Unetr);
        Assert.Equal(one.Hash, Yaml.Read("# a comment\n" + Yaml.Unetr + "\nTRAIN:\n  LR: 1e-4\n").Hash);
        Assert.NotEqual(one.Hash, Yaml.Read(Yaml.Unetr, "TRAIN.LR=2e-4").Hash);
        Assert.Equal(64, one.Hash.Length);
        Assert.Equal(Yaml.Unetr, one.Text);
    }

    [Fact]
    public void Every_default_reads_as_itself()
    {
        foreach (var key in ConfigurationSchema.Keys)
        {
            var raw = new RawValue(key.Get(ConfigurationKey.Defaults), key.Default);
            var set = key.Set(ConfigurationKey.Defaults, raw, out _);
            Assert.True(set is not null || key.EmptyIsDefault, key.Name);
            Assert.Equal(PythonText.Of(key.Get(ConfigurationKey.Defaults)), PythonText.Of(key.Get(set ?? ConfigurationKey.Defaults)));
        }
    }

    internal static object? At(IReadOnlyDictionary<string, object?> root, string key) =>
        key.Split('.').Aggregate((object?)root, (node, part) => ((IReadOnlyDictionary<string, object?>)node!)[part]);
}
