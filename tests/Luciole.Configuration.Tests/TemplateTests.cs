using Luciole.Files;

namespace Luciole.Configuration.Tests;

/// <summary>The published templates, unchanged but for paths.</summary>
public sealed class TemplateTests
{
    private static ConfigurationResult Read(string name, params string[] overrides) =>
        ConfigurationReader.ReadFile(Path.Combine(Golden.Shared("data/templates"), name), overrides);

    [Theory]
    [InlineData("lightmycells_nucleus.yaml", 32, 9, 6)]
    [InlineData("lightmycells_mito.yaml", 32, 9, 6)]
    [InlineData("lightmycells_actin.yaml", 32, 9, 1)]
    [InlineData("lightmycells_tubulin.yaml", 16, 7, 2)]
    public void Fine_tuning_templates_load_with_the_values_of_BiaPy_3_4(string name, int filters, int kernel, int batch)
    {
        var result = Read(name, "DATA.TEST.PATH=/data/images/", "PATHS.CHECKPOINT_FILE=/models/x.pth");
        var c = result.Configuration;

        Assert.Equal(ConfigurationDialect.BiaPy34, result.Dialect);
        Assert.Equal(Workflow.ImageToImage, c.Problem.Workflow);
        Assert.True(c.Problem.MultipleRawsPerTarget);
        Assert.Equal(new PatchSize(1024, 1024, 1), c.Data.PatchSize);
        Assert.True(c.Data.ReflectToPatchSize);
        Assert.Equal(NormalizationType.ZeroMeanUnitVariance, c.Data.Normalization.Type);
        Assert.Equal(NormalizationScope.Image, c.Data.Normalization.MeasureBy);
        Assert.Equal("/data/images", c.Data.Test.Path);
        Assert.Equal(new Padding(200, 200), c.Data.Test.Padding);
        Assert.False(c.Data.Validation.FromTrain);
        Assert.Equal(Architecture.Unetr, c.Model.Architecture);
        Assert.Equal((32, 768, 12, 12, 4.0), (c.Model.TokenSize, c.Model.EmbedDim, c.Model.Layers, c.Model.Heads, c.Model.MlpRatio));
        Assert.Equal(1e-5, c.Model.LayerNormEpsilon);
        Assert.Equal((3, filters, kernel, Activation.Relu), (c.Model.SkipInterval, c.Model.DecoderFilters, c.Model.DecoderKernelSize, c.Model.DecoderActivation));
        Assert.Equal([0.0], c.Model.DropoutValues);
        Assert.Equal("/models/x.pth", c.Paths.CheckpointFile);
        Assert.Equal((OptimizerType.AdamW, 1e-4, 0.02, batch, 1300, 500), (c.Train.Optimizer, c.Train.LearningRate, c.Train.WeightDecay, c.Train.BatchSize, c.Train.Epochs, c.Train.Patience));
        Assert.Equal((SchedulerType.WarmupCosine, 5e-6, 80), (c.Train.Scheduler.Type, c.Train.Scheduler.MinLearningRate, c.Train.Scheduler.WarmupEpochs));
        Assert.Equal(LossType.MeanSquaredError, c.Loss.Type);
        Assert.Equal(RawsPerTarget.One, c.Data.Train.RawsPerTarget);
        Assert.Equal((BorderMode.Reflect, true, new NumberRange(0.2, 0.6)), (c.Augmentor.AffineBorder, c.Augmentor.GridMask, c.Augmentor.GridSize));
        Assert.Equal(OutputScale.Auto, c.Test.Output);

        Assert.Contains(result.Notes, n => n.Old == "DATA.NORMALIZATION.TYPE: custom" && n.New.EndsWith("zero_mean_unit_variance", StringComparison.Ordinal) && n.Where.EndsWith(name + ":18", StringComparison.Ordinal));
        Assert.Contains(result.Notes, n => n.New == "LOSS.TYPE: MSE");
        Assert.Contains(result.Notes, n => n.New == "DATA.TRAIN.RAWS_PER_TARGET: one");
        Assert.Contains(result.Notes, n => n.Old == "MODEL.VIT_NORM_EPS: 1.0e-06" && n.New == "1.0e-05");
        Assert.Equal(4, result.Notes.Count);
    }

    [Fact]
    public void The_pretraining_template_gets_the_decoder_that_BiaPy_really_builds()
    {
        var result = Read("lightmycells_pretraining.yaml");
        var c = result.Configuration;

        Assert.Equal((Workflow.SelfSupervised, PretextTask.Masking), (c.Problem.Workflow, c.Problem.PretextTask));
        Assert.Equal((Architecture.MaskedAutoencoder, MaskType.Grid, 0.5), (c.Model.Architecture, c.Model.MaskType, c.Model.MaskRatio));
        Assert.Equal((512, 8, 16, 2048), (c.Model.DecoderEmbedDim, c.Model.DecoderLayers, c.Model.DecoderHeads, c.Model.DecoderMlpDim));
        Assert.Equal(1e-6, c.Model.LayerNormEpsilon);
        Assert.Equal(100, c.Model.SaveEvery);
        Assert.Equal(new Betas(0.9, 0.95), c.Train.Betas);
        Assert.Equal((0.05, 4, 2000, -1, 1e-5, 100), (c.Train.WeightDecay, c.Train.BatchSize, c.Train.Epochs, c.Train.Patience, c.Train.Scheduler.MinLearningRate!.Value, c.Train.Scheduler.WarmupEpochs));

        Assert.Contains(result.Notes, n => n.Old == "MODEL.MAE_DEC_NUM_HEADS: 12" && n.New == "16" && n.Where.EndsWith(":44", StringComparison.Ordinal));
        Assert.Contains(result.Notes, n => n.Old == "MODEL.MAE_DEC_MLP_DIMS: 1024" && n.New == "2048");
        Assert.Contains(result.Notes, n => n.Old == "DATA.NORMALIZATION.CUSTOM_MODE: image");
        Assert.DoesNotContain(result.Notes, n => n.Old.StartsWith("MODEL.VIT_NORM_EPS", StringComparison.Ordinal));
    }

    [Fact]
    public void The_decoder_of_the_pretraining_template_is_refused_in_our_own_dialect()
    {
        var text = File.ReadAllText(Path.Combine(Golden.Shared("data/templates"), "lightmycells_pretraining.yaml"))
            .Replace("TYPE: 'custom'", "TYPE: zero_mean_unit_variance", StringComparison.Ordinal).Replace("CUSTOM_MODE: 'image'", "MEASURE_BY: image", StringComparison.Ordinal);
        var error = Assert.Throws<InputException>(() => ConfigurationReader.ReadText(text, "pretraining.yaml", ["LUCIOLE.DIALECT=luciole-1"]));
        Assert.Equal("pretraining.yaml:44: MODEL.MAE_DEC_NUM_HEADS is 12, but must divide MODEL.MAE_DEC_HIDDEN_SIZE (512); the nearest valid values are 8 and 16.", error.Message);
    }

    [Fact]
    public void An_obsolete_key_is_refused_in_our_own_dialect()
    {
        var error = Assert.Throws<InputException>(() => Read("lightmycells_pretraining.yaml", "LUCIOLE.DIALECT=luciole-1"));
        Assert.Contains("zero_mean_unit_variance", error.Message);
    }

    [Fact]
    public void The_image_to_image_template_of_3_5_loads()
    {
        var result = Read("2d_image-to-image.yaml");
        var c = result.Configuration;

        Assert.Equal(ConfigurationDialect.BiaPy35, result.Dialect);
        Assert.Equal(Architecture.AttentionUnet, c.Model.Architecture);
        Assert.Equal([16, 32, 64, 128, 256], c.Model.FeatureMaps);
        Assert.Equal(LossType.MeanAbsoluteError, c.Loss.Type);
        Assert.Equal(RawsPerTarget.All, c.Data.Train.RawsPerTarget);
        Assert.Equal(NormalizationType.Division, c.Data.Normalization.Type);
        Assert.Equal((true, 0.1), (c.Data.Validation.FromTrain, c.Data.Validation.SplitTrain));
        Assert.Equal(1e-4, c.Train.LearningRate);
        Assert.Equal(new Padding(40, 40), c.Data.Test.Padding);
        Assert.Empty(result.Notes);
    }

    [Fact]
    public void Every_template_reads_the_same_again_after_being_written_out_in_full()
    {
        foreach (var file in Directory.GetFiles(Golden.Shared("data/templates"), "*.yaml"))
        {
            var text = ConfigurationWriter.ToYaml(ConfigurationReader.ReadFile(file, []).Configuration);
            var again = ConfigurationReader.ReadText(text, "resolved.yaml", []);
            Assert.Equal(ConfigurationDialect.Luciole, again.Dialect);
            Assert.Empty(again.Notes);
            Assert.Equal(text, ConfigurationWriter.ToYaml(again.Configuration));
        }
    }
}
