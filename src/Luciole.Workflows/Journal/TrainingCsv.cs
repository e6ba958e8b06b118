using System.Globalization;
using Luciole.Files;
using Luciole.Training;

namespace Luciole.Workflows.Journal;

/// <summary>
/// The epochs as a table of comma-separated values (RFC 4180, lines ended by a line feed), one line an epoch: <c>epoch</c> (from 1),
/// <c>step</c> (of the optimiser), <c>seconds</c> since training began, <c>lr</c>, <c>train_loss</c>, <c>val_loss</c>, <c>train_</c> and
/// <c>val_</c> with each metric, and <c>samples_per_second</c>, the training samples over the whole time of the epoch. What was not
/// measured, or is not finite, is an empty field. Where the loss is scaled <c>loss_scale</c> and <c>skipped_steps</c>, since training began,
/// follow.
/// </summary>
internal sealed class TrainingCsv
{
    private readonly string _path;
    private readonly IReadOnlyList<string> _metrics;
    private readonly bool _isScaled;
    private TimeSpan _elapsed;

    /// <summary>Writes the table of the epochs so far, in place of one that was there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="metrics">Keys of the metrics, in the order of their columns.</param>
    /// <param name="history">The epochs before those that will be added.</param>
    /// <param name="isScaled">Whether the loss is scaled.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public TrainingCsv(string path, IReadOnlyList<string> metrics, IReadOnlyList<EpochRecord> history, bool isScaled = false)
    {
        _path = path;
        _metrics = metrics;
        _isScaled = isScaled;
        string[] head = ["epoch", "step", "seconds", "lr", "train_loss", "val_loss", .. metrics.Select(m => $"train_{m}"), .. metrics.Select(m => $"val_{m}"), "samples_per_second", .. Scaling("loss_scale", "skipped_steps")];
        AtomicFile.WriteAllText(path, string.Concat(history.Select(Line).Prepend(Row(head))));
    }

    /// <summary>Adds an epoch.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Add(EpochRecord epoch) => File.AppendAllText(_path, Line(epoch));

    private string Line(EpochRecord epoch)
    {
        var duration = epoch.Elapsed - _elapsed;
        _elapsed = epoch.Elapsed;
        return Row(
        [
            epoch.Epoch.ToString(CultureInfo.InvariantCulture),
            epoch.Step.ToString(CultureInfo.InvariantCulture),
            Number(epoch.Elapsed.TotalSeconds),
            Number(epoch.LearningRate),
            Number(epoch.Training.Loss),
            Number(epoch.Validation?.Loss),
            .. _metrics.Select(m => Number(Metric(epoch.Training, m))),
            .. _metrics.Select(m => Number(Metric(epoch.Validation, m))),
            Number(duration > TimeSpan.Zero ? epoch.Training.Samples / duration.TotalSeconds : null),
            .. Scaling(Number(epoch.LossScale?.Scale), Number(epoch.LossScale?.Skipped)),
        ]);
    }

    private string[] Scaling(params string[] cells) => _isScaled ? cells : [];

    private static double? Metric(EpochFigures? figures, string key) => figures is not null && figures.Metrics.TryGetValue(key, out var value) ? value : null;

    private static string Number(double? value) => value is { } v && double.IsFinite(v) ? v.ToString(CultureInfo.InvariantCulture) : "";

    // Names and numbers hold neither commas nor quotes.
    private static string Row(string[] cells) => string.Join(',', cells) + "\n";
}
