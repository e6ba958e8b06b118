namespace Luciole.Training;

/// <summary>Sees what training does: shows it, logs it, saves checkpoints.</summary>
public interface ITrainingObserver
{
    /// <summary>Something to know about how it is computed, once.</summary>
    void Note(string text)
    {
    }

    /// <summary>After each batch; of a GPU, for several batches together.</summary>
    void StepDone(StepRecord step);

    /// <summary>After each epoch and its validation; the model holds the epoch's weights.</summary>
    void EpochDone(EpochRecord epoch);
}
