namespace Luciole.Configuration.Tests;

public sealed class DialectTests
{
    private const string Mae = """
        PROBLEM:
          TYPE: SELF_SUPERVISED
          SELF_SUPERVISED:
            PRETEXT_TASK: masking
        DATA:
          PATCH_SIZE: (64, 64, 1)
        MODEL:
          ARCHITECTURE: mae
          VIT_EMBED_DIM: 48
          VIT_NUM_HEADS: 4
          VIT_MLP_RATIO: 2.0

        """;

    [Theory]
    [InlineData("", ConfigurationDialect.BiaPy35)]
    [InlineData("# BiaPy version: 3.4.3\n", ConfigurationDialect.BiaPy34)]
    [InlineData("\n# some words\n#BiaPy Version: v3.3.12\n", ConfigurationDialect.BiaPy34)]
    [InlineData("# BiaPy version: 3.5.0\n", ConfigurationDialect.BiaPy35)]
    [InlineData("# BiaPy version: 3.10.1\n", ConfigurationDialect.BiaPy35)]
    [InlineData("# BiaPy version: 99999999999999.1\n", ConfigurationDialect.BiaPy35)]
    [InlineData("LUCIOLE: {DIALECT: luciole-1}\n", ConfigurationDialect.Luciole)]
    [InlineData("# BiaPy version: 3.4.3\nLUCIOLE: {DIALECT: biapy-3.5}\n", ConfigurationDialect.BiaPy35)]
    [InlineData("TEST: {EVALUATE: True}\n", ConfigurationDialect.BiaPy34)]
    [InlineData("# BiaPy version: 3.5.1\nTEST: {EVALUATE: True}\n", ConfigurationDialect.BiaPy35)]
    public void The_key_then_the_header_then_obsolete_keys_decide(string head, ConfigurationDialect expected) => Assert.Equal(expected, Yaml.Read(head + Yaml.Unetr).Dialect);

    [Fact]
    public void A_header_below_the_first_key_is_no_header() => Assert.Equal(ConfigurationDialect.BiaPy35, Yaml.Read(Yaml.Unetr + "\n# BiaPy version: 3.4.3\n").Dialect);

    [Fact]
    public void An_unknown_dialect_lists_the_known() =>
        Assert.Equal("--set LUCIOLE.DIALECT: LUCIOLE.DIALECT is biapy, but it takes one of luciole-1, biapy-3.5, biapy-3.4.", Yaml.ErrorOf("LUCIOLE.DIALECT=biapy"));

    [Theory]
    [InlineData("biapy-3.4", LossType.MeanSquaredError, RawsPerTarget.One)]
    [InlineData("biapy-3.5", LossType.MeanAbsoluteError, RawsPerTarget.All)]
    [InlineData("luciole-1", LossType.MeanAbsoluteError, RawsPerTarget.All)]
    public void Defaults_follow_the_dialect(string dialect, LossType loss, RawsPerTarget raws)
    {
        var c = Yaml.Set("LUCIOLE.DIALECT=" + dialect, "PROBLEM.IMAGE_TO_IMAGE.MULTIPLE_RAW_ONE_TARGET_LOADER=True", "LOSS.TYPE=");
        Assert.Equal((loss, raws), (c.Loss.Type, c.Data.Train.RawsPerTarget));
    }

    [Fact]
    public void What_is_written_counts_in_every_dialect()
    {
        var result = Yaml.Read(Yaml.Unetr, "LUCIOLE.DIALECT=biapy-3.4", "PROBLEM.IMAGE_TO_IMAGE.MULTIPLE_RAW_ONE_TARGET_LOADER=True", "LOSS.TYPE=SSIM", "DATA.TRAIN.RAWS_PER_TARGET=all");
        Assert.Equal((LossType.StructuralSimilarity, RawsPerTarget.All), (result.Configuration.Loss.Type, result.Configuration.Data.Train.RawsPerTarget));
        Assert.Empty(result.Notes);
    }

    [Fact]
    public void Our_own_dialect_honours_the_decoder_and_the_epsilon()
    {
        var m = Yaml.Read(Mae, "LUCIOLE.DIALECT=luciole-1", "MODEL.MAE_DEC_HIDDEN_SIZE=96", "MODEL.MAE_DEC_NUM_LAYERS=2", "MODEL.MAE_DEC_NUM_HEADS=6", "MODEL.VIT_NORM_EPS=1e-3").Configuration.Model;
        Assert.Equal((96, 2, 6, 192, 1e-3), (m.DecoderEmbedDim, m.DecoderLayers, m.DecoderHeads, m.DecoderMlpDim, m.LayerNormEpsilon));
        Assert.Equal(777, Yaml.Read(Mae, "LUCIOLE.DIALECT=luciole-1", "MODEL.MAE_DEC_MLP_DIMS=777").Configuration.Model.DecoderMlpDim);
        Assert.Equal(1e-6, Yaml.Read(Yaml.Own).Configuration.Model.LayerNormEpsilon);
    }

    [Fact]
    public void BiaPys_dialects_build_the_reference_decoder_and_say_so()
    {
        var result = Yaml.Read(Mae, "MODEL.MAE_DEC_HIDDEN_SIZE=96", "MODEL.MAE_DEC_NUM_LAYERS=2", "MODEL.MAE_DEC_NUM_HEADS=7", "MODEL.VIT_NORM_EPS=1e-3", "MODEL.MAE_DEC_MLP_DIMS=1024");
        var m = result.Configuration.Model;
        Assert.Equal((512, 8, 16, 1024, 1e-6), (m.DecoderEmbedDim, m.DecoderLayers, m.DecoderHeads, m.DecoderMlpDim, m.LayerNormEpsilon));
        Assert.Equal(["MODEL.VIT_NORM_EPS: 0.001", "MODEL.MAE_DEC_HIDDEN_SIZE: 96", "MODEL.MAE_DEC_NUM_LAYERS: 2", "MODEL.MAE_DEC_NUM_HEADS: 7"], result.Notes.Select(n => n.Old));
    }

    [Fact]
    public void A_loss_for_a_masked_autoencoder_is_noted_as_idle()
    {
        var result = Yaml.Read(Mae, "LOSS.TYPE=SSIM");
        Assert.Contains("own loss", Assert.Single(result.Notes).Reason);
    }

    [Theory]
    [InlineData("MODEL: {BATCH_NORMALIZATION: False}", NormalizationLayer.None)]
    [InlineData("MODEL: {BATCH_NORMALIZATION: True}", NormalizationLayer.Batch)]
    public void Old_batch_normalisation_can_be_switched_off(string text, NormalizationLayer expected)
    {
        var result = Yaml.Read(Yaml.Unetr.Replace("MODEL:", "MODEL:\n  " + text[8..^1].Trim(), StringComparison.Ordinal));
        Assert.Equal(expected, result.Configuration.Model.Normalization);
        Assert.Contains(result.Notes, n => n.Old.StartsWith("MODEL.BATCH_NORMALIZATION", StringComparison.Ordinal) && n.Where == "run.yaml:7");
    }

    [Fact]
    public void Old_normalisation_keys_are_translated()
    {
        var result = Yaml.Read(
            Yaml.Unetr, "DATA.NORMALIZATION.TYPE=custom", "DATA.NORMALIZATION.CUSTOM_MEAN=100.5", "DATA.NORMALIZATION.CUSTOM_STD=12", "DATA.NORMALIZATION.APPLICATION_MODE=dataset",
            "DATA.NORMALIZATION.PERC_CLIP=True", "DATA.NORMALIZATION.PERC_LOWER=0.5", "DATA.NORMALIZATION.PERC_UPPER=99.5");
        var n = result.Configuration.Data.Normalization;
        Assert.Equal((NormalizationType.ZeroMeanUnitVariance, 100.5, 12.0, true, 0.5, 99.5), (n.Type, n.Mean!.Value, n.StandardDeviation!.Value, n.ClipPercentiles, n.LowerPercentile!.Value, n.UpperPercentile!.Value));
        Assert.Equal(7, result.Notes.Count(note => note.Where.StartsWith("--set DATA.NORMALIZATION.", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_boolean_that_switches_clipping_off_is_translated_too() =>
        Assert.False(Yaml.Set("DATA.NORMALIZATION.PERC_CLIP=False").Data.Normalization.ClipPercentiles);

    [Fact]
    public void Statistics_of_a_data_set_must_be_given() => Assert.Contains("MEAN_VAL", Yaml.ErrorOf("DATA.NORMALIZATION.CUSTOM_MODE=dataset"));

    [Fact]
    public void An_old_mode_that_never_was_is_refused() => Assert.Contains("it took image or dataset", Yaml.ErrorOf("DATA.NORMALIZATION.CUSTOM_MODE=volume"));

    [Theory]
    [InlineData("TEST.EVALUATE=True")]
    [InlineData("TEST.STATS.PER_PATCH=True")]
    [InlineData("AUGMENTOR.BRIGHTNESS_EM=True")]
    [InlineData("AUGMENTOR.CONTRAST_EM_FACTOR=(0, 1)")]
    [InlineData("PATHS.MEAN_INFO_FILE=mean.npy")]
    [InlineData("PATHS.LWR_Y_FILE=lower.npy")]
    public void Old_keys_without_a_successor_are_dropped_with_a_note(string setting)
    {
        var result = Yaml.Read(Yaml.Unetr, setting);
        Assert.Contains(result.Notes, n => n.New.Length == 0 && n.Where == "--set " + setting[..setting.IndexOf('=', StringComparison.Ordinal)]);
    }

    [Fact]
    public void The_old_foreground_filter_keeps_filtering()
    {
        var f = Yaml.Set("DATA.TRAIN.MINIMUM_FOREGROUND_PER=0.05").Data.Train.FilterSamples;
        Assert.True(f.Enable);
        Assert.Equal(("foreground", 0.05, "lt"), (f.Properties[0][0], f.Thresholds[0][0], f.Signs[0][0]));
        Assert.False(Yaml.Set("DATA.TRAIN.MINIMUM_FOREGROUND_PER=-1.").Data.Train.FilterSamples.Enable);
    }

    [Fact]
    public void The_old_and_the_new_name_must_not_contradict_each_other()
    {
        const string Text = "MODEL:\n  ARCHITECTURE: unetr\n  NORMALIZATION: bn\n  BATCH_NORMALIZATION: False\n";
        Assert.Equal("run.yaml:4: sets MODEL.NORMALIZATION to none, but run.yaml:3 sets it to bn under another name; keep one of the two.", Yaml.Error(Text));
    }

    [Fact]
    public void The_command_line_wins_over_an_old_name_in_the_file() =>
        Assert.Equal(NormalizationLayer.Group, Yaml.Read(Yaml.Unetr.Replace("MODEL:", "MODEL:\n  BATCH_NORMALIZATION: False", StringComparison.Ordinal), "MODEL.NORMALIZATION=gn").Configuration.Model.Normalization);
}
