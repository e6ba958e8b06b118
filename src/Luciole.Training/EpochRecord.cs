namespace Luciole.Training;

/// <summary>What one epoch gave.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Training">Figures over the training samples seen, in training mode.</param>
/// <param name="Validation">Figures over the validation samples in evaluation mode; null without a validation set, or when a stop came first.</param>
/// <param name="LearningRate">The rate of its last step.</param>
/// <param name="Improved">Whether the validation loss (without a validation set: the training loss) is the lowest so far.</param>
/// <param name="Elapsed">Time since training began, interruptions left out.</param>
/// <param name="Step">Steps of the optimiser since training began.</param>
public sealed record EpochRecord(int Epoch, EpochFigures Training, EpochFigures? Validation, double LearningRate, bool Improved, TimeSpan Elapsed, long Step)
{
    /// <summary>Where the scaling of the loss stood, its skipped steps among it; null where none is.</summary>
    public LossScale? LossScale { get; init; }
}
