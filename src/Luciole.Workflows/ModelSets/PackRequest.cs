using Luciole.ModelDescriptions;

namespace Luciole.Workflows.ModelSets;

/// <summary>What <c>luciole pack</c> puts together.</summary>
public sealed record PackRequest
{
    /// <summary>The trained checkpoints, one for each organelle.</summary>
    public required IReadOnlyList<string> Checkpoints { get; init; }

    /// <summary>The folder to make, or a file whose name ends with <c>.zip</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>When, as it is written in the descriptions.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>A YAML file that describes the networks, for checkpoints without a configuration; or null.</summary>
    public string? ConfigurationPath { get; init; }

    /// <summary>Who made the models.</summary>
    public IReadOnlyList<Person> Authors { get; init; } = [];

    /// <summary>What users shall cite.</summary>
    public IReadOnlyList<Citation> Citations { get; init; } = [];

    /// <summary>An identifier of the SPDX list; null when none was chosen.</summary>
    public string? License { get; init; }

    /// <summary>Sentences for the descriptions beyond those that every set has; or null.</summary>
    public string? About { get; init; }

    /// <summary>The folder of the label-free training images; null: the one that each model's configuration names, where it is there.</summary>
    public string? TrainingFolder { get; init; }

    /// <summary>A <c>metrics.json</c> of <c>luciole evaluate</c>, or null.</summary>
    public string? MetricsPath { get; init; }

    /// <summary>A label-free image whose middle becomes the test sample; null: simulated cells.</summary>
    public string? SamplePath { get; init; }

    /// <summary>Whether the weights are stored as safetensors too.</summary>
    public bool Safetensors { get; init; }
}
