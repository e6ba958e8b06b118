using Luciole.Configuration;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>Refuses at the start what this version cannot do, instead of leaving it out in silence.</summary>
public static class Availability
{
    /// <summary>Looks at everything that a configuration switches on.</summary>
    /// <exception cref="InputException">Something is not available; the message names the key and the mend.</exception>
    public static void Require(LucioleConfiguration configuration)
    {
        if (!configuration.Train.Enable && !configuration.Test.Enable)
            throw new InputException("The configuration asks for nothing; set TRAIN.ENABLE or TEST.ENABLE to True.");
        var data = configuration.Data;
        Refuse(data.Preprocess.Train || data.Preprocess.Validation, "DATA.PREPROCESS", "set TRAIN, VAL and TEST in it to False and filter the images beforehand");
        RequirePrediction(configuration);
        Refuse(data.Train.FilterSamples.Enable || data.Validation.FilterSamples.Enable || data.Test.FilterSamples.Enable, "FILTER_SAMPLES.ENABLE", "set it to False and leave the images out of the folders");
        if (configuration.Train.Enable)
            RequireTraining(configuration);
        if (configuration.Test.Enable)
            RequireTesting(configuration);
    }

    /// <summary>Looks at what changes a prediction, whichever file the configuration came from.</summary>
    /// <exception cref="InputException">Something is not available; the message names the key and the mend.</exception>
    public static void RequirePrediction(LucioleConfiguration configuration)
    {
        Refuse(configuration.Data.Preprocess.Test, "DATA.PREPROCESS.TEST", "set TRAIN, VAL and TEST in it to False and filter the images beforehand");
        Refuse(configuration.Data.ForceRgb, "DATA.FORCE_RGB", "set it to False and save the images with three channels");
        Refuse(
            configuration.Test is { Augmentation: true, AugmentationMerge: not AugmentationMerge.Mean },
            As(configuration, "TEST.AUGMENTATION_MODE"),
            "use mean");
    }

    private static void RequireTraining(LucioleConfiguration configuration)
    {
        var (train, problem) = (configuration.Train, configuration.Problem);
        Refuse(
            configuration.Model is { LoadCheckpoint: true, LoadOnlyWeights: false },
            "Resuming (MODEL.LOAD_CHECKPOINT_ONLY_WEIGHTS: False)",
            "set it to True to begin a new training from the checkpoint's weights");
        Refuse(train.Optimizer != OptimizerType.AdamW, As(configuration, "TRAIN.OPTIMIZER"), "use ADAMW");
        Refuse(train.Scheduler.Type is not (SchedulerType.None or SchedulerType.WarmupCosine), As(configuration, "TRAIN.LR_SCHEDULER.NAME"), "use warmupcosine, or none");
        Refuse(
            problem.Workflow == Workflow.ImageToImage && configuration.Loss.Type is not (LossType.MeanAbsoluteError or LossType.MeanSquaredError),
            As(configuration, "LOSS.TYPE"),
            "use MSE or MAE");
        Refuse(problem is { Workflow: Workflow.SelfSupervised, PretextTask: not PretextTask.Masking }, "PROBLEM.SELF_SUPERVISED.PRETEXT_TASK: crappify", "use masking");
        AugmentationMapping.RequireAvailable(configuration.Augmentor);
    }

    private static void RequireTesting(LucioleConfiguration configuration)
    {
        Refuse(configuration.Problem.Workflow == Workflow.SelfSupervised, "TEST.ENABLE with PROBLEM.TYPE: SELF_SUPERVISED", "set TEST.ENABLE: False");
        Refuse(configuration.Data.Test.UseValidationAsTest, "DATA.TEST.USE_VAL_AS_TEST", "set it to False and name the validation folder in DATA.TEST.PATH");
    }

    // Key and value as they stand in a file.
    private static string As(LucioleConfiguration configuration, string key)
    {
        object? value = ConfigurationWriter.ToDictionary(configuration);
        foreach (var part in key.Split('.'))
            value = ((IReadOnlyDictionary<string, object?>)value!)[part];
        return $"{key}: {value}";
    }

    private static void Refuse(bool wanted, string what, string mend)
    {
        if (wanted)
            throw new InputException($"{what} is not available in this version; {mend}.");
    }
}
