using System.Text.RegularExpressions;

namespace Luciole.ModelDescriptions.Rules;

/// <summary>The weights: at least one format, one of them the original.</summary>
internal static partial class WeightRules
{
    private static readonly string[] s_formats = ["keras_hdf5", "onnx", "pytorch_state_dict", "tensorflow_js", "tensorflow_saved_model_bundle", "torchscript"];

    public static void Check(DescriptionNode weights, Findings findings)
    {
        if (!findings.Require(weights, value => value is IReadOnlyDictionary<string, object?> { Count: > 0 }, $"one of {string.Join(", ", s_formats)}"))
            return;
        findings.OnlyNames(weights, s_formats);
        var formats = weights.Entries.ToList();
        foreach (var (format, entry) in formats)
        {
            FileForm.Check(entry, findings, null);
            findings.Allow(entry["parent"], value => value is string parent && parent != format && formats.Exists(f => f.Name == parent), "another format that is there");
        }

        if (formats.Count(f => f.Node["parent"].IsMissing) != 1)
            findings.Add(weights, "must have exactly one format without a parent: the original");
        if (!weights["pytorch_state_dict"].IsMissing)
            CheckStateDict(weights["pytorch_state_dict"], findings);
    }

    private static void CheckStateDict(DescriptionNode entry, Findings findings)
    {
        findings.OnlyNames(entry, ["source", "sha256", "authors", "parent", "comment", "architecture", "pytorch_version", "dependencies"]);
        findings.Require(entry["pytorch_version"], value => (value is string text && Version().IsMatch(text)) || value is double, "a version such as 2.4.0");
        var architecture = entry["architecture"];
        if (findings.Require(architecture, value => value is IReadOnlyDictionary<string, object?>, "the Python class of the network"))
        {
            findings.Require(architecture["callable"], Findings.IsIdentifier, "the name of a class");
            findings.Allow(architecture["kwargs"], value => value is IReadOnlyDictionary<string, object?>, "arguments by name");
            if (architecture["import_from"].IsMissing == architecture["source"].IsMissing)
                findings.Add(architecture, "must have either import_from or source");
            findings.OnlyNames(architecture, ["callable", "kwargs", "import_from", "source", "sha256"]);
        }

        if (!entry["dependencies"].IsMissing)
            FileForm.Check(entry["dependencies"], findings, [".yaml", ".yml"]);
    }

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)*([+.a-z0-9]*)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();
}
