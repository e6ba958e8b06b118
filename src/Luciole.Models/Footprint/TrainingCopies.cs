namespace Luciole.Models.Footprint;

/// <summary>What training holds beside the weights.</summary>
/// <param name="OptimizerCopies">Copies of the trained weights that the optimiser keeps: 2 for Adam and AdamW, 1 for SGD with momentum.</param>
/// <param name="KeepsAverage">Whether a moving average of the weights is kept.</param>
/// <param name="Accumulates">Whether gradients are kept over several batches.</param>
public sealed record TrainingCopies(int OptimizerCopies, bool KeepsAverage = false, bool Accumulates = false);
