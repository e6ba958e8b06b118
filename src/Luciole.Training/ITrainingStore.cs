namespace Luciole.Training;

/// <summary>Keeps the state of a training, so that it can go on after an end that nobody planned.</summary>
public interface ITrainingStore
{
    /// <summary>Whether the state ought to be saved in the middle of an epoch now.</summary>
    bool IsDue { get; }

    /// <summary>Saves the state in the middle of an epoch; the model holds the weights after the last step of the optimiser.</summary>
    void Save(TrainingProgress progress);

    /// <summary>Saves the state after an epoch.</summary>
    /// <param name="progress">The state; its history ends with this epoch.</param>
    /// <param name="improved">Whether this epoch is the best so far.</param>
    void SaveEpoch(TrainingProgress progress, bool improved);
}
