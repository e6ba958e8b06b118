namespace Luciole.Training.Tests;

/// <summary>Remembers the steps it is told.</summary>
internal sealed class Recorder : ITrainingObserver
{
    public List<StepRecord> Steps { get; } = [];

    public List<string> Notes { get; } = [];

    public Action<StepRecord>? OnStep { get; init; }

    public void Note(string text) => Notes.Add(text);

    public void StepDone(StepRecord step)
    {
        Steps.Add(step);
        OnStep?.Invoke(step);
    }

    // An epoch that was interrupted after its last step has none of its own.
    public void EpochDone(EpochRecord epoch) => Assert.All(Steps.TakeLast(1), s => Assert.InRange(epoch.Epoch - s.Epoch, 0, 1));
}
