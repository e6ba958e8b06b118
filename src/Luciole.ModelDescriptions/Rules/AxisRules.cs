namespace Luciole.ModelDescriptions.Rules;

/// <summary>The axes of a tensor.</summary>
internal static class AxisRules
{
    private static readonly Dictionary<string, string[]> s_fields = new(StringComparer.Ordinal)
    {
        ["batch"] = ["type", "id", "description", "size"],
        ["channel"] = ["type", "id", "description", "channel_names"],
        ["index"] = ["type", "id", "description", "size", "concatenable"],
        ["time"] = ["type", "id", "description", "size", "unit", "scale", "concatenable", "halo"],
        ["space"] = ["type", "id", "description", "size", "unit", "scale", "concatenable", "halo"],
    };

    /// <summary>An axis' name; what it is called where none is given.</summary>
    public static string IdOf(DescriptionNode axis) => axis["id"].Value as string ?? (axis["type"].Value is "space" ? "x" : axis["type"].Value as string ?? "");

    public static void Check(DescriptionNode tensor, bool isInput, Findings findings)
    {
        var axes = tensor["axes"].Items.ToList();
        foreach (var axis in axes)
            CheckAxis(axis, isInput, findings);
        foreach (var same in axes.GroupBy(IdOf, StringComparer.Ordinal).Where(g => g.Count() > 1))
            findings.Add(same.Last(), $"has the id {same.Key}, which another axis has already");
        if (axes.Count(a => a["type"].Value is "batch") > 1)
            findings.Add(tensor["axes"], "has more than one batch axis");
    }

    /// <summary>Sizes that are those of another axis.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="visible">The tensors that it may refer to.</param>
    /// <param name="findings">Gets what is wrong.</param>
    public static void CheckReferences(DescriptionNode tensor, IReadOnlyList<DescriptionNode> visible, Findings findings)
    {
        foreach (var axis in tensor["axes"].Items.Where(a => !a["size"]["tensor_id"].IsMissing))
        {
            var (to, at) = (axis["size"]["tensor_id"].Value as string, axis["size"]["axis_id"].Value as string);
            var target = visible.Where(t => t["id"].Value as string == to).SelectMany(t => t["axes"].Items).FirstOrDefault(a => IdOf(a) == at);
            if (target is null || target["type"].Value is "batch" || target["size"].Value is not (long or IReadOnlyDictionary<string, object?>) || !target["size"]["tensor_id"].IsMissing)
                findings.Add(axis["size"], $"refers to the axis {at} of {to}, which has no size of its own");
            else if (target.Place == axis.Place)
                findings.Add(axis["size"], "refers to its own axis");
            else if (!Equals(target["unit"].Value, axis["unit"].Value))
                findings.Add(axis["size"], $"refers to an axis of another unit ({target["unit"].Value ?? "none"})");
        }
    }

    private static void CheckAxis(DescriptionNode axis, bool isInput, Findings findings)
    {
        if (!findings.Require(axis["type"], value => value is string type && s_fields.ContainsKey(type), $"one of {string.Join(", ", s_fields.Keys)}"))
            return;
        var type = (string)axis["type"].Value!;
        findings.OnlyNames(axis, [.. s_fields[type].Where(field => field != (isInput ? "halo" : "concatenable"))]);
        findings.Allow(axis["id"], value => Findings.IsLowerIdentifier(value, 16) && value is "batch" == type is "batch", type == "batch" ? "batch" : "at most 16 lower-case letters, digits and underscores, and not batch");
        findings.Allow(axis["description"], value => Findings.IsText(value, 128), "a text of at most 128 characters");
        switch (type)
        {
            case "batch":
                findings.Allow(axis["size"], value => value is 1L, "1 or nothing");
                break;
            case "channel":
                findings.Require(axis["channel_names"], value => value is IReadOnlyList<object?> { Count: > 0 } names && names.All(Findings.IsIdentifier), "a list of at least one name of letters, digits and underscores");
                break;
            default:
                findings.Require(axis["size"], value => IsSize(value, isInput), isInput ? "a number above 0, min and step, or tensor_id and axis_id" : "a number above 0, or tensor_id and axis_id");
                findings.Allow(axis["scale"], value => Findings.Number(value) > 0, "a number above 0");
                findings.Allow(axis["halo"], value => value is >= 1L && axis["size"].Value is IReadOnlyDictionary<string, object?>, "a whole number from 1 on, beside a size that refers to another axis");
                break;
        }
    }

    private static bool IsSize(object? value, bool isInput) => value switch
    {
        long size => size > 0,
        IReadOnlyDictionary<string, object?> named when named.ContainsKey("tensor_id") =>
            named["tensor_id"] is string && named.GetValueOrDefault("axis_id") is string && named.GetValueOrDefault("offset") is (null or long) && named.Keys.All(key => key is "tensor_id" or "axis_id" or "offset"),
        IReadOnlyDictionary<string, object?> named =>
            isInput && named.GetValueOrDefault("min") is > 0L && named.GetValueOrDefault("step") is >= 0L && named.Count == 2,
        _ => false,
    };
}
