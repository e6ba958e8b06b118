namespace Luciole.ModelDescriptions.Rules;

/// <summary>Steps of pre- and postprocessing.</summary>
internal static class ProcessingRules
{
    // Each with the arguments it must have and those it may have.
    private static readonly Dictionary<string, (string[] Must, string[] May)> s_steps = new(StringComparer.Ordinal)
    {
        ["binarize"] = (["threshold"], ["axis"]),
        ["clip"] = ([], ["min", "max", "min_percentile", "max_percentile", "axes"]),
        ["ensure_dtype"] = (["dtype"], []),
        ["fixed_zero_mean_unit_variance"] = (["mean", "std"], ["axis"]),
        ["scale_linear"] = ([], ["gain", "offset", "axis"]),
        ["scale_mean_variance"] = (["reference_tensor"], ["axes", "eps"]),
        ["scale_range"] = ([], ["axes", "min_percentile", "max_percentile", "eps", "reference_tensor"]),
        ["sigmoid"] = ([], []),
        ["softmax"] = ([], ["axis"]),
        ["zero_mean_unit_variance"] = ([], ["axes", "eps"]),
    };

    public static void Check(DescriptionNode step, bool isInput, IReadOnlyCollection<string> axes, Findings findings)
    {
        findings.OnlyNames(step, ["id", "kwargs"]);
        if (!findings.Require(step["id"], value => value is string id && s_steps.ContainsKey(id) && !(isInput && id == "scale_mean_variance"), $"one of {string.Join(", ", s_steps.Keys)}"))
            return;
        var (must, may) = s_steps[(string)step["id"].Value!];
        var arguments = step["kwargs"];
        findings.OnlyNames(arguments, [.. must, .. may]);
        foreach (var name in must.Where(name => arguments[name].IsMissing))
            findings.Add(arguments, $"lacks {name}");
        findings.Allow(arguments["axes"], value => value is IReadOnlyList<object?> named && named.All(a => a is string axis && axes.Contains(axis, StringComparer.Ordinal)), $"a list of this tensor's axes ({string.Join(", ", axes)})");
        findings.Allow(arguments["eps"], value => Findings.Number(value) is > 0 and <= 0.1, "a number above 0, at most 0.1");
        findings.Allow(arguments["std"], value => value is IReadOnlyList<object?> || Findings.Number(value) >= 1e-6, "a number from 1e-6 on");
        findings.Allow(arguments["min_percentile"], value => Findings.Number(value) is >= 0 and < 100, "a percentage from 0 to below 100");
        findings.Allow(arguments["max_percentile"], value => Findings.Number(value) is > 1 and <= 100, "a percentage above 1, at most 100");
        if (step["id"].Value is "clip")
            CheckClip(arguments, findings);
        if (step["id"].Value is "scale_range" && Findings.Number(arguments["min_percentile"].Value) >= (Findings.Number(arguments["max_percentile"].Value) ?? 100))
            findings.Add(arguments, "has a min_percentile that is not below max_percentile");
    }

    private static void CheckClip(DescriptionNode arguments, Findings findings)
    {
        foreach (var end in new[] { "min", "max" })
        {
            if (!arguments[end].IsMissing && !arguments[end + "_percentile"].IsMissing)
                findings.Add(arguments, $"has both {end} and {end}_percentile");
        }

        if (arguments.Entries.All(entry => entry.Name == "axes"))
            findings.Add(arguments, "clips at neither end");
        if (!arguments["axes"].IsMissing && arguments["min_percentile"].IsMissing && arguments["max_percentile"].IsMissing)
            findings.Add(arguments["axes"], "stands without a percentile");
    }
}
