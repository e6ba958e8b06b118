namespace Luciole.Configuration.Tests;

/// <summary>Contradictions are refused with the nearest values that would do, also when a checkpoint will be loaded.</summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData("MODEL.VIT_NUM_HEADS=5", "MODEL.VIT_NUM_HEADS is 5, but must divide MODEL.VIT_EMBED_DIM (48); the nearest valid values are 4 and 6.")]
    [InlineData("MODEL.VIT_NUM_HEADS=49", "the nearest valid value is 48.")]
    [InlineData("MODEL.VIT_EMBED_DIM=50", "the nearest valid values are 2 and 5.")]
    [InlineData("DATA.PATCH_SIZE=(64, 48, 1)", "write (64, 64, 1) or (48, 48, 1).")]
    [InlineData("DATA.PATCH_SIZE=(72, 72, 1)", "DATA.PATCH_SIZE is 72 pixels wide, but must be a multiple of MODEL.VIT_TOKEN_SIZE (16); the nearest valid values are 64 and 80.")]
    [InlineData("DATA.PATCH_SIZE=(8, 8, 1)", "the nearest valid value is 16.")]
    [InlineData("MODEL.VIT_NUM_LAYERS=8", "write at most 2, or MODEL.VIT_NUM_LAYERS: 9.")]
    [InlineData("MODEL.VIT_NUM_LAYERS=2", "write MODEL.VIT_NUM_LAYERS: 9.")]
    [InlineData("MODEL.UNETR_VIT_HIDD_MULT=5", "but the transformer has 12 layers; write at most 4, or MODEL.VIT_NUM_LAYERS: 15.")]
    [InlineData("MODEL.UNETR_DEC_KERNEL_SIZE=4", "must be odd; the nearest valid values are 3 and 5.")]
    [InlineData("MODEL.DROPOUT_VALUES=[0.1, 0.2]", "has 2 values, but unetr takes one; write [0.2].")]
    [InlineData("MODEL.NORMALIZATION=gn & MODEL.UNETR_VIT_NUM_FILTERS=20", "the nearest valid values are 16 and 32.")]
    [InlineData("MODEL.VIT_MLP_RATIO=0.001", "perceptrons of width 0")]
    [InlineData("MODEL.ARCHITECTURE=mae", "is mae, which is for PROBLEM.TYPE: SELF_SUPERVISED")]
    [InlineData("PROBLEM.TYPE=SELF_SUPERVISED", "is crappify (BiaPy's default), which Luciole does not do; write masking.")]
    [InlineData("PROBLEM.TYPE=SELF_SUPERVISED & PROBLEM.SELF_SUPERVISED.PRETEXT_TASK=masking", "must be mae when PROBLEM.TYPE is SELF_SUPERVISED.")]
    [InlineData("DATA.TEST.PADDING=(32, 0)", "is 32 along y, but must be less than half the patch (64); write at most 31.")]
    [InlineData("DATA.TEST.PADDING=(31, 31) & DATA.TEST.OVERLAP=(0, 0.6)", "is 0.6 along x, which leaves no step between patches of 2 pixels; write at most 0.5.")]
    [InlineData("DATA.VAL.SPLIT_TRAIN=0", "must lie between 0 and 1")]
    [InlineData("DATA.VAL.SPLIT_TRAIN=1", "must lie between 0 and 1")]
    [InlineData("DATA.VAL.CROSS_VAL=True & DATA.VAL.FROM_TRAIN=False", "needs DATA.VAL.FROM_TRAIN: True.")]
    [InlineData("DATA.VAL.CROSS_VAL=True & DATA.VAL.CROSS_VAL_FOLD=6", "there are 5 folds")]
    [InlineData("DATA.TEST.USE_VAL_AS_TEST=True", "needs DATA.VAL.CROSS_VAL: True.")]
    [InlineData("DATA.FORCE_RGB=True", "write (64, 64, 3).")]
    [InlineData("DATA.NORMALIZATION.PERC_CLIP.ENABLE=True", "give LOWER_PERC (a percentile) or LOWER_VALUE (an intensity).")]
    [InlineData("DATA.NORMALIZATION.PERC_CLIP.ENABLE=True & DATA.NORMALIZATION.PERC_CLIP.LOWER_PERC=1 & DATA.NORMALIZATION.PERC_CLIP.LOWER_VALUE=10", "give only one of the two.")]
    [InlineData("DATA.NORMALIZATION.PERC_CLIP.ENABLE=True & DATA.NORMALIZATION.PERC_CLIP.LOWER_PERC=99 & DATA.NORMALIZATION.PERC_CLIP.UPPER_PERC=1", "must be below UPPER_PERC (1).")]
    [InlineData("DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR.MEAN_VAL=5", "must be given together")]
    [InlineData("DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR.MEAN_VAL=5 & DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR.STD_VAL=0", "but must be above 0.")]
    [InlineData("DATA.TRAIN.FILTER_SAMPLES.ENABLE=True", "is empty although ENABLE is True")]
    [InlineData("DATA.TRAIN.FILTER_SAMPLES.ENABLE=True & DATA.TRAIN.FILTER_SAMPLES.PROPS=[['mean']] & DATA.TRAIN.FILTER_SAMPLES.VALUES=[[1, 2]] & DATA.TRAIN.FILTER_SAMPLES.SIGNS=[['lt']]", "must have the shape of PROPS")]
    [InlineData("DATA.TRAIN.FILTER_SAMPLES.ENABLE=True & DATA.TRAIN.FILTER_SAMPLES.PROPS=[['mean']] & DATA.TRAIN.FILTER_SAMPLES.VALUES=[[1]] & DATA.TRAIN.FILTER_SAMPLES.SIGNS=[['<']]", "takes gt, ge, lt and le.")]
    [InlineData("TRAIN.LR_SCHEDULER.NAME=warmupcosine", "MIN_LR is missing, but warmupcosine needs it; write for instance 5.0e-06.")]
    [InlineData("TRAIN.LR_SCHEDULER.NAME=warmupcosine & TRAIN.LR_SCHEDULER.MIN_LR=1e-6", "WARMUP_COSINE_DECAY_EPOCHS is missing")]
    [InlineData("TRAIN.LR_SCHEDULER.NAME=warmupcosine & TRAIN.LR_SCHEDULER.MIN_LR=1e-3 & TRAIN.LR_SCHEDULER.WARMUP_COSINE_DECAY_EPOCHS=3", "must be at most TRAIN.LR (0.0001).")]
    [InlineData("TRAIN.LR_SCHEDULER.NAME=warmupcosine & TRAIN.LR_SCHEDULER.MIN_LR=1e-6 & TRAIN.LR_SCHEDULER.WARMUP_COSINE_DECAY_EPOCHS=9 & TRAIN.EPOCHS=8", "is 9, but TRAIN.EPOCHS is 8; write at most 8.")]
    [InlineData("TRAIN.LR_SCHEDULER.NAME=reduceonplateau & TRAIN.LR_SCHEDULER.MIN_LR=1e-6", "REDUCEONPLATEAU_PATIENCE is missing")]
    [InlineData("TRAIN.LR_SCHEDULER.NAME=reduceonplateau & TRAIN.LR_SCHEDULER.MIN_LR=1e-6 & TRAIN.LR_SCHEDULER.REDUCEONPLATEAU_PATIENCE=10 & TRAIN.PATIENCE=10", "must be below TRAIN.PATIENCE (10)")]
    [InlineData("LOSS.TYPE=W_MAE_SSIM & LOSS.WEIGHTS=[0.5, 0.6]", "sum to 1.1, but must sum to 1; write for instance [0.5, 0.5].")]
    [InlineData("LOSS.TYPE=W_MSE_SSIM & LOSS.WEIGHTS=[1.0]", "takes two")]
    [InlineData("TEST.AUGMENTATION=True & TEST.REDUCE_MEMORY=True", "cannot be combined with TEST.AUGMENTATION")]
    [InlineData("TRAIN.MAX_MINUTES=0", "leaves no time to train")]
    [InlineData("AUGMENTOR.ENABLE=True & AUGMENTOR.GAMMA_CONTRAST=True & DATA.NORMALIZATION.TYPE=zero_mean_unit_variance", "works on intensities from 0 to 1")]
    [InlineData("AUGMENTOR.ENABLE=True & AUGMENTOR.GRAYSCALE=True", "needs three channels")]
    [InlineData("PATHS.CHECKPOINT_FILE=https://example.org/model.pth", "download the file and give its path.")]
    [InlineData("MODEL.ARCHITECTURE=attention_unet & DATA.PATCH_SIZE=(100, 100, 1)", "both must be multiples of 16; for 100 the nearest valid values are 96 and 112.")]
    [InlineData("MODEL.ARCHITECTURE=attention_unet & MODEL.FEATURE_MAPS=[16, 32]", "takes 3 to 16")]
    [InlineData("MODEL.ARCHITECTURE=attention_unet & MODEL.DROPOUT_VALUES=[0.1]", "has 1 values, but MODEL.FEATURE_MAPS has 5 levels")]
    [InlineData("MODEL.ARCHITECTURE=attention_unet & MODEL.KERNEL_SIZE=2", "must be odd; the nearest valid values are 1 and 3.")]
    public void A_contradiction_names_the_mend(string settings, string expected)
    {
        var error = Yaml.ErrorOf([.. settings.Split(" & "), "MODEL.LOAD_CHECKPOINT=True"]);
        Assert.Contains(expected, error);
        Assert.StartsWith("--set ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "nearest valid values are 2 and 4.")]
    [InlineData(24, "nearest valid values are 16 and 32.")]
    public void Tokens_of_a_unetr_are_powers_of_two(int token, string expected) =>
        Assert.Contains(expected, Yaml.ErrorOf($"MODEL.VIT_TOKEN_SIZE={token}", "DATA.PATCH_SIZE=(72, 72, 1)", "MODEL.UNETR_VIT_HIDD_MULT=1"));

    [Fact]
    public void Tokens_of_a_mae_need_not_be_powers_of_two() =>
        Assert.Equal(24, Yaml.Set("PROBLEM.TYPE=SELF_SUPERVISED", "PROBLEM.SELF_SUPERVISED.PRETEXT_TASK=masking", "MODEL.ARCHITECTURE=mae", "MODEL.VIT_TOKEN_SIZE=24", "DATA.PATCH_SIZE=(72, 72, 1)").Model.TokenSize);

    [Fact]
    public void Weights_may_sum_to_one_within_rounding() =>
        Assert.Equal([0.7, 0.3], Yaml.Set("LOSS.TYPE=W_MSE_SSIM", "LOSS.WEIGHTS=[0.7, 0.3]").Loss.Weights);

    [Fact]
    public void Clip_values_alone_are_enough()
    {
        var n = Yaml.Set("DATA.NORMALIZATION.PERC_CLIP.ENABLE=True", "DATA.NORMALIZATION.PERC_CLIP.LOWER_VALUE=100", "DATA.NORMALIZATION.PERC_CLIP.UPPER_VALUE=4000").Data.Normalization;
        Assert.Equal((100, 4000, null), (n.LowerValue, n.UpperValue, n.LowerPercentile));
    }

    [Fact]
    public void A_mixed_pair_of_clip_bounds_is_fine()
    {
        var n = Yaml.Set("DATA.NORMALIZATION.PERC_CLIP.ENABLE=True", "DATA.NORMALIZATION.PERC_CLIP.LOWER_VALUE=100", "DATA.NORMALIZATION.PERC_CLIP.UPPER_PERC=99.9").Data.Normalization;
        Assert.Equal((100, 99.9), (n.LowerValue, n.UpperPercentile));
    }

    [Fact]
    public void Dropout_of_zero_takes_the_length_that_the_network_needs()
    {
        Assert.Equal([0.0], Yaml.Set().Model.DropoutValues);
        Assert.Equal([0.3], Yaml.Set("MODEL.DROPOUT_VALUES=[0.3]").Model.DropoutValues);
        Assert.Equal(3, Yaml.Set("MODEL.ARCHITECTURE=attention_unet", "MODEL.FEATURE_MAPS=[8, 16, 32]").Model.DropoutValues.Count);
    }

    [Fact]
    public void A_configuration_made_in_code_is_checked_by_the_same_rules()
    {
        ConfigurationRules.Check(Yaml.Set());
        var wrong = Yaml.Set() with { Model = Yaml.Set().Model with { Heads = 7 } };
        var error = Assert.Throws<Luciole.Files.InputException>(() => ConfigurationRules.Check(wrong));
        Assert.Equal("configuration: MODEL.VIT_NUM_HEADS is 7, but must divide MODEL.VIT_EMBED_DIM (48); the nearest valid values are 6 and 8.", error.Message);
    }
}
