using System.Diagnostics;
using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Files;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>
/// Saves a training: the last state after every epoch and every so many minutes, the best one and every so many epochs' as further
/// names of the same file. Each is complete: it predicts, and a training can go on from it.
/// </summary>
/// <param name="state">What is saved.</param>
/// <param name="configuration">Goes into the checkpoint.</param>
/// <param name="record">Goes into the checkpoint.</param>
/// <param name="job">Names the files.</param>
internal sealed class TrainingStore(TrainingState state, LucioleConfiguration configuration, CheckpointRecord record, JobFolder job) : ITrainingStore
{
    // Saving takes at most about a twentieth of the time where nothing forces it.
    private const int TimesItsCost = 20;
    private readonly Stopwatch _sinceSaved = Stopwatch.StartNew();
    private TimeSpan _cost;

    public bool IsDue => configuration.Model.SaveMinutes is { } minutes && _sinceSaved.Elapsed.TotalMinutes >= minutes;

    public void Save(TrainingProgress progress)
    {
        var begun = _sinceSaved.Elapsed;
        var root = new PickleDict();
        state.AddEntries(root, progress.LossScale);
        var entry = record.ToEntry();
        state.AddTo(entry, progress);
        CheckpointEntries.AddDescription(root, configuration, progress.Epoch, entry);
        CheckpointWriter.Write(job.LastState, root);
        _cost = _sinceSaved.Elapsed - begun;
        _sinceSaved.Restart();
    }

    public void SaveEpoch(TrainingProgress progress, bool improved)
    {
        var isNumbered = progress.IsFinished || (configuration.Model.SaveEvery > 0 && progress.Epoch % configuration.Model.SaveEvery == 0);
        if (!improved && !isNumbered && _sinceSaved.Elapsed < TimesItsCost * _cost)
            return;
        Save(progress);
        if (improved)
            SecondName.Give(job.LastState, job.BestCheckpoint);
        if (isNumbered)
            SecondName.Give(job.LastState, job.EpochCheckpoint(progress.Epoch));
    }
}
