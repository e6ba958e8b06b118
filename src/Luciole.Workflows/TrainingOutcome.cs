using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>What a training run left behind.</summary>
/// <param name="BestCheckpoint">The checkpoint of the epoch with the lowest loss.</param>
/// <param name="History">The epochs.</param>
public sealed record TrainingOutcome(string BestCheckpoint, IReadOnlyList<EpochRecord> History);
