namespace Luciole.ModelDescriptions.Rules;

/// <summary>Inputs and outputs: names, axes, data types, processing, and the sizes that refer to other axes.</summary>
internal static class TensorRules
{
    private static readonly string[] s_types = ["float32", "float64", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "bool"];

    public static void Check(DescriptionNode description, Findings findings)
    {
        var tensors = new List<(DescriptionNode Node, bool IsInput)>();
        foreach (var (name, isInput) in new[] { ("inputs", true), ("outputs", false) })
        {
            findings.Require(description[name], value => value is IReadOnlyList<object?> { Count: > 0 }, "a list of at least one tensor");
            tensors.AddRange(description[name].Items.Select(node => (node, isInput)));
        }

        foreach (var same in tensors.GroupBy(t => t.Node["id"].Value as string, StringComparer.Ordinal).Where(g => g.Key is not null && g.Count() > 1))
            findings.Add(same.Last().Node["id"], $"is {same.Key}, which another tensor has already");
        foreach (var (node, isInput) in tensors)
            CheckTensor(node, isInput, findings);
        foreach (var (node, isInput) in tensors)
            AxisRules.CheckReferences(node, [.. tensors.Where(t => t.IsInput || !isInput).Select(t => t.Node)], findings);
    }

    private static void CheckTensor(DescriptionNode tensor, bool isInput, Findings findings)
    {
        findings.OnlyNames(tensor, ["id", "description", "axes", "test_tensor", "sample_tensor", "data", isInput ? "preprocessing" : "postprocessing", .. isInput ? new[] { "optional" } : []]);
        findings.Allow(tensor["id"], value => Findings.IsLowerIdentifier(value, 32), "at most 32 lower-case letters, digits and underscores");
        findings.Allow(tensor["description"], value => Findings.IsText(value, 128), "a text of at most 128 characters");
        if (findings.Require(tensor["axes"], value => value is IReadOnlyList<object?> { Count: > 0 }, "a list of at least one axis"))
            AxisRules.Check(tensor, isInput, findings);
        findings.Allow(tensor["data"]["type"], value => value is string text && s_types.Contains(text, StringComparer.Ordinal), $"one of {string.Join(", ", s_types)}");
        if (findings.Require(tensor["test_tensor"], value => value is IReadOnlyDictionary<string, object?>, "a file"))
            FileForm.Check(tensor["test_tensor"], findings, [".npy"]);
        foreach (var step in tensor[isInput ? "preprocessing" : "postprocessing"].Items)
            ProcessingRules.Check(step, isInput, [.. tensor["axes"].Items.Select(AxisRules.IdOf)], findings);
    }
}
