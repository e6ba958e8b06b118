namespace Luciole.Training;

/// <summary>A batch that was handed to the device, before its loss is known.</summary>
/// <param name="Step">Its number in the epoch, from 1.</param>
/// <param name="TotalStep">Its number since training began.</param>
/// <param name="Samples">Samples trained on since training began, with it.</param>
/// <param name="Names">One name a sample.</param>
/// <param name="LearningRate">The rate of its step.</param>
/// <param name="After">Where training stands after it, when it ends a step of the optimiser and that counts; sums and times are not set.</param>
internal sealed record PendingBatch(int Step, long TotalStep, long Samples, IReadOnlyList<string> Names, double LearningRate, TrainingProgress? After);
