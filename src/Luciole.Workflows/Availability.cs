using Luciole.Configuration;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>Refuses at the start what this version cannot do, instead of leaving it out in silence.</summary>
public static class Availability
{
    /// <summary>Looks at everything that a run's configuration switches on.</summary>
    /// <exception cref="InputException">Something is not available; the message names the key and the mend.</exception>
    public static void Require(LucioleConfiguration configuration)
    {
        if (!configuration.Train.Enable && !configuration.Test.Enable)
            throw new InputException("The configuration asks for nothing; set TRAIN.ENABLE or TEST.ENABLE to True.");
        if (configuration.Train.Enable)
            RequireTraining(configuration);
        if (configuration.Test.Enable)
        {
            RequirePrediction(configuration);
            _ = TestSamples.Filter(configuration);
        }
    }

    /// <summary>Looks at what changes the prediction of an image, whoever asks for it.</summary>
    /// <exception cref="InputException">Something is not available; the message names the key and the mend.</exception>
    public static void RequirePrediction(LucioleConfiguration configuration)
    {
        RefuseEverywhere(configuration);
        if (configuration.Data.Preprocess.Test)
            PreprocessingMapping.Check(configuration.Data);
    }

    /// <summary>What a configuration sets without effect and somebody will miss, one sentence each.</summary>
    public static IEnumerable<string> Notes(LucioleConfiguration configuration)
    {
        if (configuration.Model is { Architecture: Architecture.MaskedAutoencoder } model && model.DropoutValues.Any(d => d > 0))
            yield return "MODEL.DROPOUT_VALUES has no effect (a masked autoencoder has no dropout, in BiaPy either)";
        if (configuration is { Problem.Workflow: Workflow.SelfSupervised, Test.Enable: true })
        {
            const string OnceHidden = "in the test of a masked autoencoder (its patches lie side by side, upright, so that every pixel is hidden or visible once)";
            if (configuration.Test.Augmentation)
                yield return $"TEST.AUGMENTATION has no effect {OnceHidden}";
            if (configuration.Data.Test is var test && (test.Overlap, test.Padding) != (new Overlap(0, 0), new Padding(0, 0)))
                yield return $"DATA.TEST.OVERLAP and DATA.TEST.PADDING have no effect {OnceHidden}";
        }
    }

    private static void RequireTraining(LucioleConfiguration configuration)
    {
        var (problem, data) = (configuration.Problem, configuration.Data);
        RefuseEverywhere(configuration);
        _ = AugmentationMapping.Pipeline(configuration.Augmentor, configuration.Data.Train.Resolution);
        RefuseIf(data.ForceRgb, configuration, "DATA.FORCE_RGB", "set it to False and save the images with three channels");
        RefuseIf(data.Preprocess.Train, configuration, "DATA.PREPROCESS.TRAIN", "set it to False and filter the images beforehand");
        RefuseIf(data.Preprocess.Validation, configuration, "DATA.PREPROCESS.VAL", "set it to False and filter the images beforehand");
        RefuseFilter(data.Train.FilterSamples, "DATA.TRAIN");
        RefuseFilter(data.Validation.FilterSamples, "DATA.VAL");
        RefuseIf(
            problem is { Workflow: Workflow.SelfSupervised, PretextTask: not PretextTask.Masking }, configuration, "PROBLEM.SELF_SUPERVISED.PRETEXT_TASK", "use masking");
    }

    private static void RefuseEverywhere(LucioleConfiguration configuration)
    {
        RefuseIf(
            configuration.Model is { Architecture: Architecture.AttentionUnet, UpsampleLayer: not UpsampleLayer.TransposedConvolution },
            configuration,
            "MODEL.UPSAMPLE_LAYER",
            "use convtranspose");
    }

    private static void RefuseFilter(FilterSamplesSettings filter, string section) =>
        Refuse(filter.Enable, $"{section}.FILTER_SAMPLES.ENABLE: True", "set it to False and leave the images out of the folders");

    private static void RefuseIf(bool wanted, LucioleConfiguration configuration, string key, string mend) =>
        Refuse(wanted, $"{key}: {ConfigurationSchema.ByName[key].TextIn(configuration)}", mend);

    private static void Refuse(bool wanted, string what, string mend)
    {
        if (wanted)
            throw new InputException($"{what} is not available in this version; {mend}.");
    }
}
