using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.ModelDescriptions;

namespace Luciole.Workflows.ModelSets;

/// <summary><see cref="CheckpointRecord"/> as a part of a model's description.</summary>
internal static class PackedRecord
{
    /// <summary>The record as plain values.</summary>
    public static Dictionary<string, object?> Write(CheckpointRecord record)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal) { ["version"] = record.Version, ["channel"] = record.ChannelName };
        if (record.Targets is { } t)
        {
            values["targets"] = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["normalization"] = t.Type.ToString(),
                ["sample_type"] = t.SampleType.ToString(),
                ["mean"] = t.Mean,
                ["standard_deviation"] = t.StandardDeviation,
                ["minimum"] = t.Minimum,
                ["maximum"] = t.Maximum,
                ["divisor"] = t.Divisor,
            };
        }

        return values;
    }

    /// <summary>The record of a description.</summary>
    /// <exception cref="InputException">An entry is missing or wrong.</exception>
    public static CheckpointRecord Read(DescriptionNode own) =>
        new(own["version"].RequireText(), own["channel"].RequireText(), own["targets"].IsMissing ? null : Targets(own["targets"]));

    private static TargetStatistics Targets(DescriptionNode targets) => new(
        Name<NormalizationType>(targets["normalization"]),
        Name<SampleType>(targets["sample_type"]),
        targets["mean"].RequireNumber(),
        targets["standard_deviation"].RequireNumber(),
        targets["minimum"].RequireNumber(),
        targets["maximum"].RequireNumber(),
        targets["divisor"].RequireNumber());

    private static T Name<T>(DescriptionNode node)
        where T : struct, Enum => Enum.TryParse<T>(node.RequireText(), out var value) && Enum.IsDefined(value)
        ? value
        : throw new InputException($"{node.File}: {node.Place} is {node.RequireText()}, where one of {string.Join(", ", Enum.GetNames<T>())} was expected; pack the model again.");
}
