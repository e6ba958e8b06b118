using Luciole.Configuration;
using Luciole.Workflows.Sharing;

namespace Luciole.Workflows;

/// <summary>Where predictions go and how they are written.</summary>
public sealed record PredictionOptions
{
    /// <summary>The folder of the output files.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>The units that are written.</summary>
    public OutputScale Output { get; init; } = OutputScale.Auto;

    /// <summary>Patches that go through the network together; null: <c>TRAIN.BATCH_SIZE</c> on the processor, as many as its memory holds on a GPU.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Which other processes predict the same images into the same folder; none unless said.</summary>
    public IWorkShare Share { get; init; } = new SoleWorker();

    /// <summary>The program's name and version, for provenance.</summary>
    public required string Program { get; init; }
}
