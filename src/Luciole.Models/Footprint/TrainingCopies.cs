namespace Luciole.Models.Footprint;

/// <summary>What training holds beside the weights, and what it does without.</summary>
/// <param name="OptimizerCopies">Copies of the trained weights that the optimiser keeps: 2 for Adam and AdamW, 1 for SGD with momentum.</param>
/// <param name="KeepsAverage">Whether a moving average of the weights is kept.</param>
/// <param name="Accumulates">Whether gradients are kept over several batches.</param>
/// <param name="Recomputed">Blocks of which only the input is kept.</param>
public sealed record TrainingCopies(int OptimizerCopies, bool KeepsAverage = false, bool Accumulates = false, RecomputedParts Recomputed = RecomputedParts.None);
