namespace Luciole.Configuration.Tests;

public sealed class ValueTests
{
    [Fact]
    public void Whole_numbers_stand_for_numbers_and_lists_for_tuples()
    {
        var c = Yaml.Set("TRAIN.LR=1", "MODEL.VIT_MLP_RATIO=4", "DATA.PATCH_SIZE=[64, 64, 1]", "TRAIN.OPT_BETAS=0.8, 0.9", "MODEL.FEATURE_MAPS=(8, 16, 32)");
        Assert.Equal((1.0, 4.0, new PatchSize(64, 64, 1), new Betas(0.8, 0.9)), (c.Train.LearningRate, c.Model.MlpRatio, c.Data.PatchSize, c.Train.Betas));
        Assert.Equal([8, 16, 32], c.Model.FeatureMaps);
    }

    [Theory]
    [InlineData("adamw", OptimizerType.AdamW)]
    [InlineData("Adam", OptimizerType.Adam)]
    [InlineData("SGD", OptimizerType.Sgd)]
    public void Names_are_read_in_any_case(string name, OptimizerType expected) => Assert.Equal(expected, Yaml.Set("TRAIN.OPTIMIZER=" + name).Train.Optimizer);

    [Fact]
    public void Metrics_are_read_in_any_case_once_each_and_empty_means_all()
    {
        Assert.Equal([Metric.Ssim, Metric.Psnr], Yaml.Set("TRAIN.METRICS=['SSIM', 'psnr', 'Psnr']").Train.Metrics);
        Assert.Equal([Metric.Mse], Yaml.Set("TEST.METRICS=[mse]").Test.Metrics);
        Assert.Equal(4, Yaml.Set("TRAIN.METRICS=[]").Train.Metrics.Count);
    }

    [Theory]
    [InlineData("/data/x/", "/data/x")]
    [InlineData("/", "/")]
    [InlineData("123", "123")]
    [InlineData("2024_01", "2024_01")]
    [InlineData("a = b # c", "a = b # c")]
    [InlineData("C:\\images", "C:\\images")]
    [InlineData("x, y", "x, y")]
    [InlineData("1, 2", "1, 2")]
    public void Paths_stay_as_they_are_written_but_for_a_last_slash(string written, string expected) => Assert.Equal(expected, Yaml.Set("DATA.TEST.PATH=" + written).Data.Test.Path);

    [Fact]
    public void Minus_one_and_empty_mean_not_given()
    {
        var c = Yaml.Set("TRAIN.MAX_MINUTES=-1", "PATHS.CHECKPOINT_FILE=", "DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR.MEAN_VAL=-1", "DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR.STD_VAL=-1.0", "TRAIN.LR_SCHEDULER.NAME=");
        Assert.Null(c.Train.MaxMinutes);
        Assert.Null(c.Paths.CheckpointFile);
        Assert.Null(c.Data.Normalization.Mean);
        Assert.Equal(SchedulerType.None, c.Train.Scheduler.Type);
        Assert.Equal(7.5, Yaml.Set("TRAIN.MAX_MINUTES=7.5").Train.MaxMinutes);
    }

    [Fact]
    public void Border_names_become_one_meaning_each()
    {
        var c = Yaml.Set("AUGMENTOR.AFFINE_MODE=symmetric", "AUGMENTOR.E_MODE=reflect");
        Assert.Equal((BorderMode.Mirror, BorderMode.Mirror), (c.Augmentor.AffineBorder, c.Augmentor.ElasticBorder));
        Assert.Equal(BorderMode.Reflect, Yaml.Set("AUGMENTOR.AFFINE_MODE=reflect").Augmentor.AffineBorder);
    }

    [Fact]
    public void Our_own_keys_are_read()
    {
        var c = Yaml.Set("TEST.OUTPUT=normalised", "MODEL.VIT_POSITION_EMBEDDING=learnt", "DATA.TRAIN.RAWS_PER_TARGET=one", "MODEL.MAE_NORM_PIX_LOSS=True");
        Assert.Equal((OutputScale.Normalised, PositionEmbedding.Learnt, RawsPerTarget.One, true), (c.Test.Output, c.Model.PositionEmbedding, c.Data.Train.RawsPerTarget, c.Model.NormalizedPixelLoss));
    }

    [Theory]
    [InlineData("TRAIN.LR=fast", "a number above 0")]
    [InlineData("TRAIN.LR=0", "a number above 0")]
    [InlineData("TRAIN.LR=-1e-4", "a number above 0")]
    [InlineData("TRAIN.LR=.nan", "a number above 0")]
    [InlineData("TRAIN.LR=1e999", "a number above 0")]
    [InlineData("TRAIN.LR=True", "a number above 0")]
    [InlineData("TRAIN.BATCH_SIZE=8.0", "a whole number from 1 to 1048576")]
    [InlineData("TRAIN.BATCH_SIZE=0", "a whole number from 1 to 1048576")]
    [InlineData("TRAIN.BATCH_SIZE=99999999999999999999", "a whole number from 1 to 1048576")]
    [InlineData("TRAIN.PATIENCE=0", "at least 1, or -1")]
    [InlineData("TRAIN.ENABLE=1", "True or False")]
    [InlineData("TRAIN.ENABLE=maybe", "True or False")]
    [InlineData("TRAIN.OPTIMIZER=RMSPROP", "one of SGD, ADAM, ADAMW")]
    [InlineData("TRAIN.OPT_BETAS=(0.9, 1)", "from 0 to below 1")]
    [InlineData("TRAIN.METRICS=psnr", "a list of some of")]
    [InlineData("TRAIN.METRICS=['accuracy']", "a list of some of")]
    [InlineData("DATA.PATCH_SIZE=(64, 64)", "(y, x, channels)")]
    [InlineData("DATA.PATCH_SIZE=(0, 64, 1)", "(y, x, channels)")]
    [InlineData("DATA.PATCH_SIZE=64", "(y, x, channels)")]
    [InlineData("DATA.PATCH_SIZE=(64, 64, 1", "(y, x, channels)")]
    [InlineData("DATA.TEST.OVERLAP=(0.5, 1.0)", "from 0 to below 1")]
    [InlineData("DATA.TEST.OVERLAP=(-0.1, 0)", "from 0 to below 1")]
    [InlineData("DATA.TEST.PADDING=(20.5, 20)", "two whole numbers")]
    [InlineData("DATA.TEST.PATH=", "a path")]
    [InlineData("DATA.TEST.PATH=[a, b]", "a path")]
    [InlineData("DATA.NORMALIZATION.TYPE=zscore", "zero_mean_unit_variance")]
    [InlineData("DATA.NORMALIZATION.PERC_CLIP.LOWER_PERC=101", "from 0 to 100")]
    [InlineData("AUGMENTOR.DA_PROB=1.5", "from 0 to 1")]
    [InlineData("AUGMENTOR.RANDOM_ROT_RANGE=(-400, 0)", "from -360 to 360")]
    [InlineData("AUGMENTOR.GRID_D_RANGE=(0.6, 0.2)", "ascending")]
    [InlineData("AUGMENTOR.ZOOM_RANGE=(0.05, 1)", "from 0.1 to 10")]
    [InlineData("AUGMENTOR.CBLUR_DOWN_RANGE=(2, 9)", "from 1 to 8")]
    [InlineData("AUGMENTOR.AFFINE_MODE=nearest", "one of constant, reflect, wrap, symmetric")]
    [InlineData("AUGMENTOR.E_MODE=symmetric", "one of constant, nearest, reflect, wrap")]
    [InlineData("SYSTEM.DEVICE=gpu", "cpu, cuda or cuda:N")]
    [InlineData("SYSTEM.DEVICE=cuda:-1", "cpu, cuda or cuda:N")]
    [InlineData("SYSTEM.SEED=-1", "from 0 to")]
    [InlineData("TEST.OUTPUT=normalized", "one of auto, raw, target, normalised")]
    [InlineData("DATA.TRAIN.FILTER_SAMPLES.PROPS=['mean']", "a list of lists")]
    [InlineData("MODEL.FEATURE_MAPS=[16, 0]", "whole numbers of at least 1")]
    public void A_value_that_does_not_fit_says_what_would(string setting, string expected)
    {
        var key = setting[..setting.IndexOf('=', StringComparison.Ordinal)];
        var error = Yaml.ErrorOf(setting);
        Assert.StartsWith($"--set {key}: {key} is ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error);
        Assert.Contains("the default is", error);
    }

    [Fact]
    public void A_key_without_a_value_says_so() =>
        Assert.Equal("run.yaml:2: TRAIN.LR has no value; give a number above 0, or leave it out for the default 0.0001.", Yaml.Error("TRAIN:\n  LR:\n"));

    [Theory]
    [InlineData("TRAIN.EPOCHS")]
    [InlineData("=3")]
    [InlineData("")]
    public void An_option_that_is_no_setting_says_how_to_write_one(string option) => Assert.Contains("KEY=VALUE", Yaml.ErrorOf(option));

    [Fact]
    public void Options_replace_the_file_and_the_last_one_counts()
    {
        var c = Yaml.Read(Yaml.Unetr + "\nTRAIN:\n  EPOCHS: 5\n  LR: nonsense\n", "TRAIN.EPOCHS=6", "TRAIN.LR=1e-3", " TRAIN.EPOCHS = 7 ").Configuration;
        Assert.Equal((7, 1e-3), (c.Train.Epochs, c.Train.LearningRate));
    }
}
