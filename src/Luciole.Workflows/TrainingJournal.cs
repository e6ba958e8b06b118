using System.Globalization;
using System.Text.Json;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>Shows, logs and saves what training does.</summary>
internal sealed class TrainingJournal(IRunLog log, CheckpointSaver saver, JobFolder job, int epochs, int saveEvery, string logFile) : ITrainingObserver
{
    private int _saved;

    public void StepDone(StepRecord step) => log.Progress(
        "training",
        "epochs",
        step.Progress * epochs,
        epochs,
        string.Create(CultureInfo.InvariantCulture, $"loss {step.Loss:F4}  lr {step.LearningRate:G3}  {step.SamplesPerSecond:F1} samples/s"));

    public void EpochDone(EpochRecord epoch)
    {
        var validation = epoch.Validation?.Loss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"  validation {loss:F5}") : "";
        log.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch}/{epochs}  loss {epoch.Training.Loss:F5}{validation}  lr {epoch.LearningRate:G3}  {epoch.Elapsed.TotalSeconds:F0} s{(epoch.Improved ? "  best" : "")}"));
        Append(epoch);
        if (epoch.Improved)
            saver.Save(job.BestCheckpoint, "best");
        if (saveEvery > 0 && epoch.Epoch % saveEvery == 0)
            SaveNumbered(epoch.Epoch);
    }

    /// <summary>Saves the last epoch, however training came to its end.</summary>
    public void Finish(IReadOnlyList<EpochRecord> history)
    {
        if (history.Count > 0 && history[^1].Epoch != _saved)
            SaveNumbered(history[^1].Epoch);
    }

    private void SaveNumbered(int epoch)
    {
        saver.Save(job.EpochCheckpoint(epoch), epoch);
        _saved = epoch;
    }

    // BiaPy's line: "test_" means validation, epochs count from 0.
    private void Append(EpochRecord epoch)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal) { ["train_loss"] = Finite(epoch.Training.Loss), ["train_lr"] = epoch.LearningRate };
        if (epoch.Validation?.Loss is { } loss)
            values["test_loss"] = Finite(loss);
        values["epoch"] = epoch.Epoch - 1;
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        File.AppendAllText(logFile, JsonSerializer.Serialize(values) + "\n");
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
