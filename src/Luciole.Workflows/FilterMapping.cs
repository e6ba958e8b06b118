using Luciole.Configuration;
using Luciole.Data.Filtering;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>The filter of samples that a configuration asks for.</summary>
public static class FilterMapping
{
    private static readonly Dictionary<string, SampleProperty> s_properties = new(StringComparer.Ordinal)
    {
        ["mean"] = SampleProperty.Mean,
        ["min"] = SampleProperty.Minimum,
        ["max"] = SampleProperty.Maximum,
        ["target_mean"] = SampleProperty.TargetMean,
        ["target_min"] = SampleProperty.TargetMinimum,
        ["target_max"] = SampleProperty.TargetMaximum,
        ["diff"] = SampleProperty.Difference,
        ["diff_by_min_max_ratio"] = SampleProperty.DifferenceTimesRange,
        ["diff_by_target_min_max_ratio"] = SampleProperty.DifferenceTimesTargetRange,
    };

    private static readonly Dictionary<string, Comparison> s_signs = new(StringComparer.Ordinal)
    {
        ["gt"] = Comparison.Above, ["ge"] = Comparison.AtLeast, ["lt"] = Comparison.Below, ["le"] = Comparison.AtMost,
    };

    /// <summary>The filter; null when it is switched off.</summary>
    /// <param name="settings">What is left out.</param>
    /// <param name="section">The section of the settings, for messages: <c>DATA.TEST</c>.</param>
    /// <param name="normalization">How images are normalised, for <c>NORM_BEFORE</c>.</param>
    /// <param name="hasTargets">Whether the samples have targets.</param>
    /// <exception cref="InputException">A property is not known, or there is nothing to measure it on.</exception>
    public static SampleFilter? FilterOf(FilterSamplesSettings settings, string section, NormalizationSettings normalization, bool hasTargets)
    {
        if (!settings.Enable)
            return null;
        var key = $"{section}.FILTER_SAMPLES.PROPS";
        if (settings.Properties.Any(group => group.Count == 0))
            throw new InputException($"{key}: holds a group without a property, which every sample would satisfy; name a property such as mean, or remove the group.");
        var groups = settings.Properties.Select((group, g) => (IReadOnlyList<FilterCondition>)
            [.. group.Select((name, c) => new FilterCondition(PropertyOf(name, key), s_signs[settings.Signs[g][c]], settings.Thresholds[g][c]))]).ToList();
        var filter = new SampleFilter(groups, settings.NormalizeBefore ? normalization.ToData() : null);
        return !filter.NeedsTarget || hasTargets
            ? filter
            : throw new InputException($"{key}: {FirstOfTarget(settings)} is measured on targets, which are not read here; use mean, min and max{(section == "DATA.TEST" ? ", or set DATA.TEST.LOAD_GT: True for IMAGE_TO_IMAGE" : "")}.");
    }

    private static SampleProperty PropertyOf(string name, string key) => s_properties.TryGetValue(name, out var property)
        ? property
        : throw new InputException(name == "foreground"
            ? $"{key}: foreground counts the pixels of a segmentation's mask, which these workflows have none of; use target_mean or target_max."
            : $"{key}: {name} is no such property; write {string.Join(", ", s_properties.Keys.SkipLast(1))} or {s_properties.Keys.Last()}.");

    private static string FirstOfTarget(FilterSamplesSettings settings) =>
        settings.Properties.SelectMany(group => group).First(name => s_properties[name] is not (SampleProperty.Mean or SampleProperty.Minimum or SampleProperty.Maximum));
}
