using System.Globalization;
using Luciole.Files;
using Luciole.Training;

namespace Luciole.Workflows.Journal.Charts;

/// <summary>
/// The charts of a training: <c>PREFIX_loss.svg</c>, one for each metric, for instance <c>PREFIX_PSNR.svg</c>, and <c>PREFIX_lr.svg</c>;
/// where the loss is scaled also <c>PREFIX_skipped.svg</c>.
/// The epoch with the lowest loss is ringed.
/// </summary>
/// <param name="folder">Where they go.</param>
/// <param name="prefix">What their names begin with.</param>
/// <param name="metrics">Keys of the metrics.</param>
internal sealed class TrainingCharts(string folder, string prefix, IReadOnlyList<string> metrics)
{
    private const string TrainingColor = "#2a6fbb";
    private const string ValidationColor = "#d1601f";

    /// <summary>Draws all of them anew.</summary>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public void Draw(IReadOnlyList<EpochRecord> history)
    {
        Write("loss", Compare("Loss", history, figures => figures.Loss, mayBeLogarithmic: true));
        foreach (var key in metrics)
            Write(key.ToUpperInvariant(), Compare(NameOf(key), history, figures => figures.Metrics.GetValueOrDefault(key, double.NaN)));
        Write("lr", new LineChart
        {
            Title = "Learning rate",
            Across = "epoch",
            Series = [new ChartSeries("at the end of the epoch", TrainingColor, [.. history.Select(e => ((double)e.Epoch, e.LearningRate))])],
        });
        if (!history.Any(e => e.LossScale is not null))
            return;
        Write("skipped", new LineChart
        {
            Title = "Steps skipped for an infinite gradient",
            Across = "epoch",
            Series = [new ChartSeries("since training began", TrainingColor, [.. history.Select(e => ((double)e.Epoch, (double)(e.LossScale?.Skipped ?? 0)))])],
        });
    }

    private static LineChart Compare(string title, IReadOnlyList<EpochRecord> history, Func<EpochFigures, double> figure, bool mayBeLogarithmic = false)
    {
        ChartSeries Curve(string name, string color, Func<EpochRecord, EpochFigures?> part) =>
            new(name, color, [.. history.Select(e => ((double)e.Epoch, part(e) is { } figures ? figure(figures) : double.NaN))]);

        var validated = history.Any(e => e.Validation is not null);
        var training = Curve("training", TrainingColor, e => e.Training);
        var shown = validated ? Curve("validation", ValidationColor, e => e.Validation) : training;
        var best = history.LastOrDefault(e => e.Improved)?.Epoch;
        var ring = shown.Points.Where(p => p.X == best && double.IsFinite(p.Y)).Select(p => ((double, double)?)p).FirstOrDefault();
        return new LineChart
        {
            Title = title,
            Subtitle = ring is var (x, y) ? string.Create(CultureInfo.InvariantCulture, $"ringed: the best epoch, {x}, with {y:G4} on the {shown.Name} set") : "",
            Across = "epoch",
            Series = validated ? [training, shown] : [training],
            MayBeLogarithmic = mayBeLogarithmic,
            Ring = ring,
        };
    }

    private static string NameOf(string key) => key switch
    {
        "psnr" => "Peak signal-to-noise ratio (PSNR), dB",
        "ssim" => "Structural similarity (SSIM)",
        "mae" => "Mean absolute error (MAE)",
        "mse" => "Mean squared error (MSE)",
        _ => key.ToUpperInvariant(),
    };

    private void Write(string name, LineChart chart) => AtomicFile.WriteAllText(Path.Combine(folder, $"{prefix}_{name}.svg"), chart.ToSvg());
}
