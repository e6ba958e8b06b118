using System.Globalization;
using System.Text.Json;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>Shows, logs and saves what training does.</summary>
internal sealed class TrainingJournal(IRunLog log, int epochs, string logFile) : ITrainingObserver
{
    public void StepDone(StepRecord step) => log.Progress(
        "training",
        "epochs",
        step.Progress * epochs,
        epochs,
        string.Create(CultureInfo.InvariantCulture, $"loss {step.Loss:F4}  lr {step.LearningRate:G3}  {step.SamplesPerSecond:F1} samples/s"));

    public void EpochDone(EpochRecord epoch)
    {
        var validation = epoch.Validation is { } measured ? string.Create(CultureInfo.InvariantCulture, $"  validation {measured.Loss:F5}") : "";
        log.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch}/{epochs}  loss {epoch.Training.Loss:F5}{validation}  lr {epoch.LearningRate:G3}  {epoch.Elapsed.TotalSeconds:F0} s{(epoch.Improved ? "  best" : "")}"));
        Append(epoch);
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
