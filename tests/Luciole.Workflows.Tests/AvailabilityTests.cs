using Luciole.Configuration;
using Luciole.Files;

namespace Luciole.Workflows.Tests;

public sealed class AvailabilityTests
{
    private const string Runnable =
        "{PROBLEM: {TYPE: IMAGE_TO_IMAGE}, MODEL: {ARCHITECTURE: unetr, DROPOUT_VALUES: [0.0]}, TRAIN: {ENABLE: True, OPTIMIZER: ADAMW}, TEST: {ENABLE: True}}";

    /// <summary>What the program reads and acts upon; a switch of these that it cannot carry out is refused (the tests below).</summary>
    private static readonly string[] ActedUpon =
    [
        "PROBLEM.TYPE", "PROBLEM.SELF_SUPERVISED.PRETEXT_TASK", "PROBLEM.IMAGE_TO_IMAGE.MULTIPLE_RAW_ONE_TARGET_LOADER",
        "DATA.PATCH_SIZE", "DATA.EXTRACT_RANDOM_PATCH", "DATA.REFLECT_TO_COMPLETE_SHAPE", "DATA.NORMALIZATION.*", "DATA.PREPROCESS.*", "DATA.CHECK_GENERATORS",
        "DATA.TRAIN.PATH", "DATA.TRAIN.GT_PATH", "DATA.TRAIN.CHECK_DATA", "DATA.TRAIN.REPLICATE", "DATA.TRAIN.OVERLAP", "DATA.TRAIN.PADDING", "DATA.TRAIN.RAWS_PER_TARGET",
        "DATA.VAL.FROM_TRAIN", "DATA.VAL.SPLIT_TRAIN", "DATA.VAL.RANDOM", "DATA.VAL.CROSS_VAL*", "DATA.VAL.PATH", "DATA.VAL.GT_PATH", "DATA.VAL.OVERLAP", "DATA.VAL.PADDING",
        "DATA.TEST.PATH", "DATA.TEST.GT_PATH", "DATA.TEST.LOAD_GT", "DATA.TEST.USE_VAL_AS_TEST", "DATA.TEST.FILTER_SAMPLES.*", "DATA.SAVE_FILTERED_IMAGES*", "DATA.TEST.OVERLAP", "DATA.TEST.PADDING",
        "MODEL.ARCHITECTURE", "MODEL.VIT_*", "MODEL.MAE_*", "MODEL.UNETR_*", "MODEL.FEATURE_MAPS", "MODEL.DROPOUT_VALUES", "MODEL.NORMALIZATION", "MODEL.KERNEL_SIZE",
        "MODEL.ACTIVATION", "MODEL.LOAD_CHECKPOINT", "MODEL.LOAD_CHECKPOINT_ONLY_WEIGHTS", "MODEL.LOAD_CHECKPOINT_EPOCH", "MODEL.LOAD_MODEL_FROM_CHECKPOINT", "MODEL.SAVE_CKPT_FREQ", "MODEL.SAVE_EVERY_MINUTES", "DATA.SKIP_CORRUPT",
        "LOSS.TYPE", "LOSS.WEIGHTS", "TRAIN.ENABLE", "TRAIN.OPTIMIZER", "TRAIN.LR", "TRAIN.W_DECAY", "TRAIN.OPT_BETAS", "TRAIN.BATCH_SIZE", "TRAIN.ACCUM_ITER", "TRAIN.EPOCHS", "TRAIN.PATIENCE", "TRAIN.METRICS",
        "TRAIN.MAX_MINUTES", "TRAIN.CLIP_GRADIENT_NORM", "TRAIN.EMA_DECAY", "TRAIN.RECOMPUTE_ACTIVATIONS", "TRAIN.PRECISION", "TRAIN.CHANNELS_LAST", "TRAIN.CUDA_GRAPH", "TRAIN.LR_SCHEDULER.NAME", "TRAIN.LR_SCHEDULER.REDUCEONPLATEAU_*", "TRAIN.LR_SCHEDULER.MIN_LR", "TRAIN.LR_SCHEDULER.WARMUP_COSINE_DECAY_EPOCHS",
        "TEST.ENABLE", "TEST.AUGMENTATION", "TEST.AUGMENTATION_MODE", "TEST.OUTPUT",
        "PATHS.CHECKPOINT_FILE", "PATHS.CHECKPOINT", "PATHS.RESULT_DIR.*", "PATHS.MAE_OUT_DIR", "PATHS.CHARTS", "PATHS.DA_SAMPLES", "PATHS.FIL_SAMPLES_DIR", "PATHS.GEN_CHECKS", "PATHS.GEN_MASK_CHECKS", "LOG.TENSORBOARD_LOG_DIR", "LOG.CHART_CREATION_FREQ", "LOG.LOG_DIR", "LOG.LOG_FILE_PREFIX",
        "SYSTEM.NUM_CPUS", "SYSTEM.NUM_WORKERS", "SYSTEM.DEVICE", "SYSTEM.SEED", "SYSTEM.PIN_MEM", "SYSTEM.CUDNN_AUTOTUNE", "SYSTEM.DETERMINISTIC", "SYSTEM.RANK_TIMEOUT", "TRAIN.SYNC_BATCH_NORM", "DATA.VAL.DIST_EVAL",
        "AUGMENTOR.ENABLE", "AUGMENTOR.DA_PROB", "AUGMENTOR.SHUFFLE_TRAIN_DATA_EACH_EPOCH",
    ];

    /// <summary>What is refused, and the numbers that only mean something together with it.</summary>
    private static readonly string[] Refused =
    [
        "DATA.FORCE_RGB", "DATA.PREPROCESS.TRAIN", "DATA.PREPROCESS.VAL", "DATA.TRAIN.FILTER_SAMPLES.*", "DATA.VAL.FILTER_SAMPLES.*",
        "DATA.FILTER_BY_IMAGE", "MODEL.UPSAMPLE_LAYER",
    ];

    [Fact]
    public void Every_key_is_acted_upon_or_refused_or_said_to_be_idle()
    {
        var unaccounted = ConfigurationSchema.Keys.Select(k => k.Name)
            .Where(name => !IdleKeys.ByName.ContainsKey(name) && !Matches(ActedUpon, name) && !Matches(Refused, name) && !IsAugmentation(name));
        Assert.Empty(unaccounted);
    }

    [Theory]
    [InlineData("DATA.FORCE_RGB=True", "DATA.PATCH_SIZE=(256, 256, 3)")]
    [InlineData("DATA.PREPROCESS.TRAIN=True")]
    [InlineData("DATA.PREPROCESS.VAL=True")]
    [InlineData("DATA.TRAIN.FILTER_SAMPLES.ENABLE=True", "DATA.TRAIN.FILTER_SAMPLES.PROPS=[['mean']]", "DATA.TRAIN.FILTER_SAMPLES.VALUES=[[1]]", "DATA.TRAIN.FILTER_SAMPLES.SIGNS=[['lt']]")]
    [InlineData("MODEL.UPSAMPLE_LAYER=upsampling", "MODEL.ARCHITECTURE=attention_unet", "MODEL.DROPOUT_VALUES=[0, 0, 0, 0, 0]")]
    public void What_cannot_be_carried_out_is_refused_by_its_key_and_value(string wanted, params string[] further)
    {
        var error = Assert.Throws<InputException>(() => Availability.Require(Read([wanted, .. further])));
        Assert.StartsWith(wanted.Replace("=", ": ", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
        Assert.Contains("not available in this version; ", error.Message);
    }

    [Fact]
    public void What_a_phase_that_is_off_would_need_does_not_matter()
    {
        Availability.Require(Read("DATA.PREPROCESS.TRAIN=True", "TRAIN.OPTIMIZER=SGD", "TRAIN.ENABLE=False"));
        Availability.Require(Read("DATA.PREPROCESS.TEST=True", "TEST.ENABLE=False"));
        Assert.Throws<InputException>(() => Availability.Require(Read("TRAIN.ENABLE=False", "TEST.ENABLE=False")));
    }

    [Fact]
    public void What_the_test_of_a_masked_autoencoder_cannot_use_is_told()
    {
        string[] mae = ["PROBLEM.TYPE=SELF_SUPERVISED", "PROBLEM.SELF_SUPERVISED.PRETEXT_TASK=masking", "MODEL.ARCHITECTURE=mae"];
        Assert.Empty(Availability.Notes(Read(mae)));
        var notes = Availability.Notes(Read([.. mae, "TEST.AUGMENTATION=True", "DATA.TEST.PADDING=(4, 4)"])).ToList();
        Assert.Equal(2, notes.Count);
        Assert.StartsWith("TEST.AUGMENTATION has no effect", notes[0], StringComparison.Ordinal);
        Assert.StartsWith("DATA.TEST.OVERLAP and DATA.TEST.PADDING have no effect", notes[1], StringComparison.Ordinal);
        Assert.Empty(Availability.Notes(Read("TEST.AUGMENTATION=True", "DATA.TEST.PADDING=(4, 4)")));
    }

    [Fact]
    public void A_prediction_refuses_impossible_preprocessing_whoever_asks_for_it()
    {
        string[] median = ["DATA.PREPROCESS.TEST=True", "DATA.PREPROCESS.MEDIAN_BLUR.ENABLE=True", "TRAIN.ENABLE=False", "TEST.ENABLE=False"];
        Availability.RequirePrediction(Read(median));
        Assert.Throws<InputException>(() => Availability.RequirePrediction(Read([.. median, "DATA.PREPROCESS.MEDIAN_BLUR.KERNEL_SIZE=(3, 3, 3)"])));
    }

    private static LucioleConfiguration Read(params string[] overrides) => ConfigurationReader.ReadText(Runnable, "test.yaml", overrides).Configuration;

    // The augmentations and their numbers: AugmentationMapping puts them into the pipeline (its own tests).
    private static bool IsAugmentation(string name) => name.StartsWith("AUGMENTOR.", StringComparison.Ordinal) || name == "DATA.TRAIN.RESOLUTION";

    private static bool Matches(IEnumerable<string> patterns, string name) =>
        patterns.Any(p => p.EndsWith('*') ? name.StartsWith(p[..^1], StringComparison.Ordinal) : name == p);
}
