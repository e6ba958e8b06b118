namespace Luciole.Training;

/// <summary>What one epoch gave.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainingLoss">Mean loss over the samples seen, in training mode.</param>
/// <param name="ValidationLoss">Mean loss over the validation samples in evaluation mode; null without a validation set.</param>
/// <param name="LearningRate">The rate of its last step.</param>
/// <param name="Improved">Whether the validation loss (without one: the training loss) is the lowest so far.</param>
/// <param name="Elapsed">Time since training began.</param>
public sealed record EpochRecord(int Epoch, double TrainingLoss, double? ValidationLoss, double LearningRate, bool Improved, TimeSpan Elapsed);
