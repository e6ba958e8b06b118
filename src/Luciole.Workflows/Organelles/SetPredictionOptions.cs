using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Workflows.Sharing;

namespace Luciole.Workflows.Organelles;

/// <summary>What a set of models predicts, and where it goes.</summary>
public sealed record SetPredictionOptions
{
    /// <summary>The folder of the outputs.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>The program's name and version, for provenance.</summary>
    public required string Program { get; init; }

    /// <summary>A file for each organelle, or one with all.</summary>
    public PredictionFormat Format { get; init; } = PredictionFormat.Separate;

    /// <summary>What is predicted of z-stacks.</summary>
    public StackFocus Focus { get; init; } = StackFocus.All;

    /// <summary>The units that are written; null: what each model's configuration says.</summary>
    public OutputScale? Output { get; init; }

    /// <summary>Whether confidence maps are written, and images judged.</summary>
    public bool Confidence { get; init; }

    /// <summary>Whether only one model's weights are in memory at a time: each image takes longer, as every model is read again for it.</summary>
    public bool LowMemory { get; init; }

    /// <summary>Patches that go through a network together; null: one on the processor, as many as its memory holds on a GPU.</summary>
    public int? BatchSize { get; init; }

    /// <summary><c>KEY=VALUE</c> settings that win over those of every model.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>The folder of an organelle below <see cref="OutputFolder"/>, by the model's channel name; may be empty for a set of one.</summary>
    public Func<string, string> FolderOf { get; init; } = channel => channel.ToLowerInvariant();

    /// <summary>The names of the output files, by the paths of the images or of the stacks' first planes without their plane.</summary>
    public Func<IReadOnlyList<string>, IReadOnlyList<string>> NamesOf { get; init; } = OutputNames.For;

    /// <summary>Which other processes predict the same images into the same folder; none unless said.</summary>
    public IWorkShare Share { get; init; } = new SoleWorker();
}
