namespace Luciole.Training.Tests;

/// <summary>Remembers when it was asked to save.</summary>
internal sealed class MemoryStore : ITrainingStore
{
    public List<TrainingProgress> Saved { get; } = [];

    public bool IsDue { get; init; }

    public void Save(TrainingProgress progress) => Saved.Add(progress);

    public void SaveEpoch(TrainingProgress progress, bool improved) => Saved.Add(progress);
}
