namespace Luciole.Configuration.Tests;

public sealed class KeyErrorTests
{
    [Theory]
    [InlineData("DATA.PATCH_SIZ", "DATA.PATCH_SIZE")]
    [InlineData("DATA.PATCHSIZE", "DATA.PATCH_SIZE")]
    [InlineData("data.patch_size", "DATA.PATCH_SIZE")]
    [InlineData("TRIAN.EPOCHS", "TRAIN.EPOCHS")]
    [InlineData("TRAIN.BACTH_SIZE", "TRAIN.BATCH_SIZE")]
    [InlineData("BATCH_SIZE", "TRAIN.BATCH_SIZE")]
    [InlineData("MODEL.EPOCHS", "TRAIN.EPOCHS")]
    [InlineData("TRAIN.GT_PATH", "DATA.TRAIN.GT_PATH")]
    [InlineData("MODEL.VIT_NUM_HEAD", "MODEL.VIT_NUM_HEADS")]
    [InlineData("AUGMENTOR.GRID_MASK", "AUGMENTOR.GRIDMASK")]
    [InlineData("PATHS.CHECKPOINT_FILES", "PATHS.CHECKPOINT_FILE")]
    [InlineData("LUCIOLE.DIALEKT", "LUCIOLE.DIALECT")]
    public void A_misspelt_key_names_the_nearest(string key, string expected) =>
        Assert.Equal($"--set {key}: unknown key {key}; did you mean {expected}?", Yaml.ErrorOf(key + "=1"));

    [Fact]
    public void An_unknown_key_in_a_file_names_the_line() =>
        Assert.Equal("run.yaml:3: unknown key DATA.PATCH_SIZ; did you mean DATA.PATCH_SIZE?", Yaml.Error("# comment\nDATA:\n  PATCH_SIZ: (64, 64, 1)\n"));

    [Fact]
    public void A_key_like_nothing_known_points_to_the_manual() =>
        Assert.Equal("--set ZZZZ.QQQQQQQQ: unknown key ZZZZ.QQQQQQQQ; docs/reference/configuration.md lists all keys.", Yaml.ErrorOf("ZZZZ.QQQQQQQQ=1"));

    [Theory]
    [InlineData("PROBLEM.TYPE=INSTANCE_SEG", "another workflow")]
    [InlineData("PROBLEM.TYPE=SEMANTIC_SEG", "another workflow")]
    [InlineData("PROBLEM.TYPE=DENOISING", "another workflow")]
    [InlineData("PROBLEM.NDIM=3D", "three-dimensional data")]
    [InlineData("PROBLEM.INSTANCE_SEG.DATA_CHANNELS=BCD", "instance segmentation")]
    [InlineData("PROBLEM.INSTANCE_SEG.SOME_NEW_KEY=1", "instance segmentation")]
    [InlineData("PROBLEM.DETECTION.CENTRAL_POINT_DILATION=[3]", "detection")]
    [InlineData("PROBLEM.DENOISING.N2V_PERC_PIX=0.3", "denoising")]
    [InlineData("PROBLEM.SUPER_RESOLUTION.UPSCALING=(2, 2)", "super-resolution")]
    [InlineData("PROBLEM.SELF_SUPERVISED.NOISE=0.3", "crappify")]
    [InlineData("TEST.DET_TOLERANCE=12", "detection")]
    [InlineData("TEST.BY_CHUNKS.ENABLE=True", "three-dimensional data")]
    [InlineData("TEST.POST_PROCESSING.MEDIAN_FILTER=True", "segmentation")]
    [InlineData("MODEL.SOURCE=torchvision", "torchvision")]
    [InlineData("MODEL.ARCHITECTURE=rcan", "a network of BiaPy")]
    [InlineData("LOSS.TYPE=CE", "segmentation")]
    [InlineData("TEST.METRICS=['psnr', 'fid']", "pre-trained network")]
    [InlineData("DATA.PROBABILITY_MAP=True", "semantic segmentation")]
    public void A_key_or_value_of_another_workflow_says_so(string setting, string expected)
    {
        var error = Yaml.ErrorOf(setting);
        Assert.StartsWith($"--set {setting[..setting.IndexOf('=', StringComparison.Ordinal)]}: ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error);
        Assert.DoesNotContain("unknown", error);
    }

    [Theory]
    [InlineData("MODEL.SOURCE=biapy")]
    [InlineData("DATA.TEST.INPUT_IMG_AXES_ORDER=TZCYX")]
    [InlineData("TEST.FULL_IMG=False")]
    [InlineData("SYSTEM.NUM_GPUS=2")]
    [InlineData("PATHS.WATERSHED_DIR=/anywhere")]
    [InlineData("DATA.TRAIN.SSL_SOURCE_DIR=/anywhere")]
    public void Keys_that_BiaPy_fills_in_are_harmless(string setting) => Assert.Empty(Yaml.Read(Yaml.Unetr, setting).Notes);

    [Theory]
    [InlineData("PROBLEM.INSTANCE_SEG.DATA_CHANNELS=BC")]
    [InlineData("PROBLEM.SUPER_RESOLUTION.UPSCALING=()")]
    [InlineData("PROBLEM.SUPER_RESOLUTION.UPSCALING=(1, 1)")]
    [InlineData("PROBLEM.INSTANCE_SEG.DATA_CHANNEL_WEIGHTS=[1, 1]")]
    [InlineData("MODEL.CONVNEXT_LAYER_SCALE=1e-6")]
    [InlineData("MODEL.BMZ.EXPORT.DATASET_INFO=[{}]")]
    public void Keys_of_other_workflows_at_their_default_leave_a_note(string setting) =>
        Assert.Contains("of another workflow of BiaPy", Assert.Single(Yaml.Read(Yaml.Unetr, setting).Notes).ToString());

    [Fact]
    public void A_configuration_that_BiaPy_wrote_out_in_full_is_read_strictly()
    {
        var all = new List<string>();
        Flatten(ConfigurationWriter.ToDictionary(Yaml.Set()), "", all);
        Assert.True(all.Count > 350, $"{all.Count} keys");
        var own = ConfigurationSchema.Keys.Where(k => k.IsOwn).Select(k => k.Name).Append(ConfigurationSchema.DialectKey).ToList();
        var result = Yaml.Read("", [.. all.Where(a => !own.Contains(a[..a.IndexOf('=', StringComparison.Ordinal)]))]);
        Assert.Equal(ConfigurationDialect.BiaPy35, result.Dialect);
        Assert.Equal(ConfigurationWriter.ToYaml(Yaml.Set()), ConfigurationWriter.ToYaml(result.Configuration));
        Assert.Matches("like [0-9]+ keys more", Assert.Single(result.Notes).ToString());
    }

    private static void Flatten(Dictionary<string, object?> section, string prefix, List<string> settings)
    {
        foreach (var (key, value) in section)
        {
            if (value is Dictionary<string, object?> inner)
                Flatten(inner, prefix + key + ".", settings);
            else
                settings.Add($"{prefix}{key}={PythonText.Of(value)}");
        }
    }

    [Fact]
    public void A_key_without_effect_leaves_a_note()
    {
        var note = Assert.Single(Yaml.Read(Yaml.Unetr, "MODEL.LAST_ACTIVATION=relu").Notes);
        Assert.Equal("--set MODEL.LAST_ACTIVATION: MODEL.LAST_ACTIVATION: relu is left out (it has no effect in this workflow, in BiaPy either)", note.ToString());
    }

    [Fact]
    public void A_value_where_a_section_belongs_says_so()
    {
        Assert.Equal("run.yaml:1: TRAIN is 5, but it is a section; write keys such as TRAIN.ENABLE below it.", Yaml.Error("TRAIN: 5\n"));
        Assert.Equal("run.yaml:3: TRAIN.LR.PEAK makes a section of TRAIN.LR, which takes a number above 0.", Yaml.Error("TRAIN:\n  LR:\n    PEAK: 1\n"));
    }

    [Fact]
    public void Empty_sections_are_fine() => Assert.Equal(48, Yaml.Read(Yaml.Unetr + "\nTEST:\nAUGMENTOR: {}\nPATHS:\n").Configuration.Model.EmbedDim);

    [Fact]
    public void Every_known_key_is_nearest_to_itself_and_no_two_descriptions_are_empty()
    {
        foreach (var key in ConfigurationSchema.Keys)
        {
            Assert.Equal(key.Name, KeySuggestion.For(key.Name.ToLowerInvariant()));
            Assert.EndsWith(".", key.Description, StringComparison.Ordinal);
            Assert.Null(OtherKeys.All.FirstOrDefault(o => o.Name == key.Name));
        }
    }

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("BACTH", "BATCH", 1)]
    [InlineData("lr", "LR", 0)]
    public void Edit_distance_counts_exchanged_neighbours_once(string a, string b, int expected) => Assert.Equal(expected, KeySuggestion.Distance(a, b));
}
