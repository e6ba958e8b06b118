using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>What a training run left behind.</summary>
/// <param name="BestCheckpoint">The checkpoint of the epoch with the lowest loss; of the last state where no epoch had a finite one.</param>
/// <param name="History">The epochs finished, those before an interruption included.</param>
/// <param name="IsFinished">Whether nothing is left to train.</param>
public sealed record TrainingOutcome(string BestCheckpoint, IReadOnlyList<EpochRecord> History, bool IsFinished);
