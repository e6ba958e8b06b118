using Luciole.Checkpoints;
using Luciole.Data.Normalization;
using Luciole.Imaging.Pixels;

namespace Luciole.Workflows;

/// <summary>
/// What a checkpoint written by Luciole knows beyond BiaPy's entries, under the key <c>luciole</c>: who wrote it, what it shows, and
/// the intensities of its training targets.
/// </summary>
/// <param name="Version">The program's version.</param>
/// <param name="ChannelName">The predicted channel, for instance <c>Nucleus</c>; null when unknown.</param>
/// <param name="Targets">The intensities of the training targets; null when there were none.</param>
public sealed record CheckpointRecord(string Version, string? ChannelName, TargetStatistics? Targets)
{
    /// <summary>The entry's name.</summary>
    public const string Key = "luciole";

    /// <summary>Reads the record of a checkpoint; null in checkpoints of others.</summary>
    public static CheckpointRecord? Of(PyTorchCheckpoint checkpoint)
    {
        if (checkpoint[Key] is not PickleDict record)
            return null;
        return new CheckpointRecord(record["version"]?.AsString ?? "", record["channel"]?.AsString, TargetsOf(record["targets"] as PickleDict));
    }

    /// <summary>The record as an entry of a checkpoint.</summary>
    public PickleDict ToEntry()
    {
        var record = new PickleDict { { "version", Version } };
        if (ChannelName is not null)
            record.Add("channel", ChannelName);
        if (Targets is { } t)
        {
            record.Add("targets", new PickleDict
            {
                { "normalization", t.Type.ToString() },
                { "sample_type", t.SampleType.ToString() },
                { "mean", t.Mean },
                { "standard_deviation", t.StandardDeviation },
                { "minimum", t.Minimum },
                { "maximum", t.Maximum },
                { "divisor", t.Divisor },
            });
        }

        return record;
    }

    private static TargetStatistics? TargetsOf(PickleDict? dict) =>
        dict is not null
        && Enum.TryParse<NormalizationType>(dict["normalization"]?.AsString, out var type)
        && Enum.TryParse<SampleType>(dict["sample_type"]?.AsString, out var sampleType)
        && dict["mean"]?.AsDouble is { } mean
        && dict["standard_deviation"]?.AsDouble is { } deviation
        && dict["minimum"]?.AsDouble is { } minimum
        && dict["maximum"]?.AsDouble is { } maximum
        && dict["divisor"]?.AsDouble is { } divisor
            ? new TargetStatistics(type, sampleType, mean, deviation, minimum, maximum, divisor)
            : null;
}
