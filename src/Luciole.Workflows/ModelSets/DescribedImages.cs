using Luciole.Configuration;
using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.ModelDescriptions;
using NormalizationSettings = Luciole.Data.Normalization.NormalizationSettings;
using NormalizationType = Luciole.Data.Normalization.NormalizationType;

namespace Luciole.Workflows.ModelSets;

/// <summary>Input and output of a network in the words of a description.</summary>
internal static class DescribedImages
{
    private const string InputId = "label_free";
    private const double Epsilon = 1e-6;

    /// <summary>The input, with the normalisation as steps of preprocessing.</summary>
    /// <exception cref="InputException">The format has no words for the normalisation.</exception>
    public static DescribedTensor Input(DataSettings data, SampleImage sample, DescribedFile test) => new()
    {
        Id = InputId,
        Description = "Transmitted-light image of one focal plane: bright field, phase contrast or DIC",
        Channels = [.. Enumerable.Range(0, data.PatchSize.Channels).Select(c => data.PatchSize.Channels == 1 ? "transmitted_light" : $"channel_{c}")],
        Height = data.PatchSize.Height,
        Width = data.PatchSize.Width,
        SampleType = data.Normalization.Type == Configuration.NormalizationType.Division ? TypeName(sample.Type) : "float32",
        Preprocessing = Preprocessing(data.Normalization.ToData(), sample.Type),
        TestTensor = test,
    };

    /// <summary>The output, in the network's own units.</summary>
    public static DescribedTensor Output(PatchSize patch, string channel, DescribedFile test) => new()
    {
        Id = "fluorescence",
        Description = "Predicted fluorescence, normalised as the training targets were",
        Channels = [.. Enumerable.Range(0, patch.Channels).Select(c => patch.Channels == 1 ? channel : $"{channel}_{c}")],
        Height = patch.Height,
        Width = patch.Width,
        TestTensor = test,
    };

    /// <summary>What other programs may deviate by from the test output, and facts about the model.</summary>
    public static Dictionary<string, object?> Tolerance(float[] output, TrainedModel model) => new(StringComparer.Ordinal)
    {
        ["reproducibility_tolerance"] = new List<object?>
        {
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["relative_tolerance"] = 0.01,
                ["absolute_tolerance"] = Math.Round(Math.Max(0, Math.Min(0.01, 0.005 * output.Max())), 5),
                ["mismatched_elements_per_million"] = 1000L,
            },
        },
        ["architecture_type"] = model.Settings.Configuration.Model.Architecture == Architecture.Unetr ? "UNETR" : "Attention U-Net",
        ["modality"] = "transmitted-light microscopy",
        ["target_structure"] = new List<object?> { model.ChannelName },
        ["task"] = "in-silico labeling",
        ["model_parameter_count"] = model.Network.ParameterCount,
    };

    /// <summary>The normalisation as steps that other programs know.</summary>
    /// <exception cref="InputException">There are no such steps.</exception>
    internal static IReadOnlyList<ProcessingStep> Preprocessing(NormalizationSettings settings, SampleType type)
    {
        var steps = new List<ProcessingStep> { ProcessingStep.Of("ensure_dtype", ("dtype", "float32")) };
        if (settings.Clip is { } clip)
            steps.Add(Clip(clip));
        var axes = new List<object?> { "channel", "y", "x" };
        steps.Add(settings switch
        {
            { Type: NormalizationType.Div } => ProcessingStep.Of("scale_linear", ("gain", 1.0 / Divisor(type))),
            { Type: NormalizationType.ScaleRange } => ProcessingStep.Of("scale_range", ("axes", axes), ("eps", Epsilon)),
            { Mean: { } mean, StandardDeviation: { } deviation } => ProcessingStep.Of("fixed_zero_mean_unit_variance", ("mean", mean), ("std", deviation + Epsilon)),
            { Mean: null, StandardDeviation: null } => ProcessingStep.Of("zero_mean_unit_variance", ("axes", axes), ("eps", Epsilon)),
            _ => throw new InputException("DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR: gives one of MEAN_VAL and STD_VAL, which bioimage.io's format cannot describe; give both or neither."),
        });
        steps.Add(ProcessingStep.Of("ensure_dtype", ("dtype", "float32")));
        return steps;
    }

    private static ProcessingStep Clip(IntensityClip clip)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        void Add(string name, double? value, double? percent)
        {
            if ((value ?? percent) is not null)
                arguments[value is null ? $"{name}_percentile" : name] = value ?? percent;
        }

        Add("min", clip.LowerValue, clip.LowerPercent);
        Add("max", clip.UpperValue, clip.UpperPercent);
        return new ProcessingStep("clip", arguments);
    }

    private static double Divisor(SampleType type) => type switch
    {
        SampleType.UInt8 or SampleType.Int8 => byte.MaxValue,
        SampleType.UInt16 or SampleType.Int16 => ushort.MaxValue,
        _ => throw new InputException($"DATA.NORMALIZATION.TYPE is div, which depends on the images' type, and the sample is of {Samples.Name(type)}; give a --sample of 8 or 16 bits."),
    };

    private static string TypeName(SampleType type) => type switch
    {
        SampleType.UInt8 => "uint8",
        SampleType.Int8 => "int8",
        SampleType.UInt16 => "uint16",
        SampleType.Int16 => "int16",
        _ => "float32",
    };
}
