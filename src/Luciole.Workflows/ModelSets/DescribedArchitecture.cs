using Luciole.Configuration;
using Luciole.Files;
using Luciole.ModelDescriptions;

namespace Luciole.Workflows.ModelSets;

/// <summary>How PyTorch programs rebuild a network: by BiaPy's classes, whose parameter names ours are.</summary>
internal static class DescribedArchitecture
{
    /// <summary>The Python module of the class.</summary>
    /// <exception cref="InputException">The network predicts no images.</exception>
    public static string Module(Architecture architecture) => architecture switch
    {
        Architecture.Unetr => "biapy.models.unetr",
        Architecture.AttentionUnet => "biapy.models.attention_unet",
        _ => throw new InputException($"A network of the kind {architecture} predicts no fluorescence, so it cannot be packed; give a fine-tuned model."),
    };

    /// <summary>The class.</summary>
    public static string Class(Architecture architecture) => architecture == Architecture.Unetr ? "UNETR" : "Attention_U_Net";

    /// <summary>The arguments of its constructor, tuples as lists.</summary>
    public static IReadOnlyDictionary<string, object?> Arguments(LucioleConfiguration settings) =>
        BuildArguments.Of(settings).ToDictionary(a => a.Key, a => a.Value is object?[] tuple ? tuple.ToList() : a.Value, StringComparer.Ordinal);

    /// <summary>What the class needs, for conda.</summary>
    public static string Environment() => DescriptionWriter.ToYaml(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["name"] = "luciole-model",
        ["channels"] = new List<object?> { "conda-forge", "nodefaults" },
        ["dependencies"] = new List<object?>
        {
            "python>=3.10", "pytorch>=1.13", "pip", new Dictionary<string, object?>(StringComparer.Ordinal) { ["pip"] = new List<object?> { $"biapy=={CheckpointEntries.BiaPyVersion}" } },
        },
    });

    /// <summary>Words of bioimage.io's categories, and our own.</summary>
    public static IReadOnlyList<string> Tags(Architecture architecture, string channel) =>
    [
        "transmission-light-microscopy", "2d", "cells", .. channel switch { "Nucleus" => new[] { "nuclei" }, "Mitochondria" => ["mitochondria"], _ => [] },
        "pytorch", .. architecture == Architecture.Unetr ? new[] { "unetr" } : ["unet"], "in-silico-labeling", "image-restoration", "label-free", "luciole", PackedModelWriter.FileStem(channel),
    ];
}
