namespace Luciole.Training;

/// <summary>Sees what training does: shows it, logs it, saves checkpoints.</summary>
public interface ITrainingObserver
{
    /// <summary>After each batch.</summary>
    void StepDone(StepRecord step);

    /// <summary>After each epoch and its validation; the model holds the epoch's weights.</summary>
    void EpochDone(EpochRecord epoch);
}
