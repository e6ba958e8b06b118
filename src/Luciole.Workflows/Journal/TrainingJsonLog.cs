using System.Text.Json.Nodes;
using Luciole.Training;

namespace Luciole.Workflows.Journal;

/// <summary>
/// The epochs as one JSON object a line, with BiaPy's names: <c>train_loss</c>, <c>train_PSNR</c>, <c>train_lr</c>, <c>test_loss</c>,
/// <c>test_PSNR</c>, ..., <c>epoch</c>, where <c>test_</c> means validation and epochs count from 0. Numbers that are not finite are null.
/// Where the loss is scaled also <c>loss_scale</c> and <c>skipped_steps</c>, since training began.
/// </summary>
/// <param name="path">The file, begun with the first epoch.</param>
/// <param name="metrics">Keys of the metrics.</param>
internal sealed class TrainingJsonLog(string path, IReadOnlyList<string> metrics)
{
    /// <summary>Adds an epoch.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Add(EpochRecord epoch)
    {
        var line = new JsonObject();
        Put(line, "train", epoch.Training);
        line["train_lr"] = epoch.LearningRate;
        if (epoch.Validation is { } validation)
            Put(line, "test", validation);
        if (epoch.LossScale is { } scale)
            (line["loss_scale"], line["skipped_steps"]) = (scale.Scale, scale.Skipped);
        line["epoch"] = epoch.Epoch - 1;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.AppendAllText(path, line.ToJsonString() + "\n");
    }

    private void Put(JsonObject line, string part, EpochFigures figures)
    {
        line[$"{part}_loss"] = Finite(figures.Loss);
        foreach (var key in metrics)
        {
            if (figures.Metrics.TryGetValue(key, out var value))
                line[$"{part}_{key.ToUpperInvariant()}"] = Finite(value);
        }
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
