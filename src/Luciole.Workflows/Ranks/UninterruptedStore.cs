using Luciole.Training;

namespace Luciole.Workflows.Ranks;

/// <summary>Lets nobody end the process while a state is being saved.</summary>
/// <param name="inner">Saves.</param>
/// <param name="saving">Held while it does.</param>
internal sealed class UninterruptedStore(ITrainingStore inner, Lock saving) : ITrainingStore
{
    public bool IsDue => inner.IsDue;

    public void Save(TrainingProgress progress)
    {
        lock (saving)
            inner.Save(progress);
    }

    public void SaveEpoch(TrainingProgress progress, bool improved)
    {
        lock (saving)
            inner.SaveEpoch(progress, improved);
    }
}
