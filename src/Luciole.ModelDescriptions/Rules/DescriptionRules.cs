namespace Luciole.ModelDescriptions.Rules;

/// <summary>
/// The published rules of bioimage.io's model descriptions 0.5, as far as they can be checked without a network and without running
/// Python: names, forms, references between tensors, and the files beside the description. What they say of things that Luciole never
/// writes (other weight formats, linked data sets) is checked only in outline.
/// </summary>
public static class DescriptionRules
{
    private static readonly string[] s_fields =
    [
        "format_version", "type", "id", "name", "description", "covers", "id_emoji", "authors", "attachments", "cite", "license", "git_repo", "icon", "links", "uploader",
        "maintainers", "tags", "version", "version_comment", "documentation", "inputs", "outputs", "packaged_by", "parent", "run_mode", "timestamp", "training_data", "weights", "config",
    ];

    /// <summary>What is against the rules, one sentence each that begins with the place; none when all is well.</summary>
    /// <param name="description">The description.</param>
    /// <param name="folder">Where its files lie; null checks the description alone.</param>
    public static IReadOnlyList<string> Check(DescriptionNode description, string? folder)
    {
        var findings = new Findings();
        findings.OnlyNames(description, s_fields);
        findings.Require(description["format_version"], value => value is string text && text.StartsWith("0.5.", StringComparison.Ordinal) && int.TryParse(text[4..], out _), "a version 0.5.x");
        findings.Require(description["type"], value => value is "model", "model");
        GeneralRules.Check(description, findings);
        TensorRules.Check(description, findings);
        WeightRules.Check(description["weights"], findings);
        ToleranceRules.Check(description["config"]["bioimageio"]["reproducibility_tolerance"], findings);
        if (folder is not null)
            FileRules.Check(description, folder, findings);
        return findings.All;
    }

    /// <summary>As <see cref="Check"/>, for the description of a folder that holds several models.</summary>
    public static IReadOnlyList<string> CheckSet(DescriptionNode description)
    {
        var findings = new Findings();
        findings.OnlyNames(description, [.. s_fields.Except(["inputs", "outputs", "packaged_by", "run_mode", "timestamp", "training_data", "weights"], StringComparer.Ordinal), "badges", "source"]);
        findings.Require(description["format_version"], value => value is "0.3.0", "0.3.0");
        findings.Require(description["type"], value => value is string text && text.All(c => !char.IsUpper(c)) && text is not ("model" or "dataset" or "application" or "notebook" or "collection"), "generic");
        GeneralRules.Check(description, findings);
        return findings.All;
    }
}
