using System.Globalization;
using System.Text;
using Luciole.Training;

namespace Luciole.Workflows.Journal;

/// <summary>How training is told on a terminal, a line at a time.</summary>
internal static class TrainingLines
{
    /// <summary>How far training is, for instance <c>epoch 3/20  step 12/55  11 %  loss 0.4123  lr 0.0003  6.0 samples/s  5:40 left</c>.</summary>
    public static string Of(StepRecord step, int epochs) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {step.Epoch}/{epochs}  step {step.Step}/{step.StepsPerEpoch}  {Math.Floor(100 * step.Progress)} %  loss {step.Loss:F4}  lr {step.LearningRate:G3}  {step.SamplesPerSecond:F1} samples/s{Left(step.Elapsed, step.Progress, "  {0} left")}");

    /// <summary>
    /// What an epoch gave, validation in parentheses, for instance
    /// <c>epoch 3/20  loss 0.4123 (val 0.4400)  PSNR 18.21 (17.90)  lr 0.0003  6.0 samples/s  1:02 (left 5:40)  best</c>. With a scaled loss also
    /// the steps that were skipped since training began.
    /// </summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="epochs">Epochs in all.</param>
    /// <param name="metrics">Keys of the metrics to show.</param>
    /// <param name="last">The epoch's last batch; null when nothing was trained on.</param>
    public static string Of(EpochRecord epoch, int epochs, IReadOnlyList<string> metrics, StepRecord? last)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"epoch {epoch.Epoch}/{epochs}  loss {epoch.Training.Loss:F4}");
        if (epoch.Validation is { } validation)
            line.Append(CultureInfo.InvariantCulture, $" (val {validation.Loss:F4})");
        foreach (var key in metrics)
        {
            if (Shown(epoch.Training, key) is not { } value)
                continue;
            line.Append(CultureInfo.InvariantCulture, $"  {key.ToUpperInvariant()} {value}");
            if (Shown(epoch.Validation, key) is { } validated)
                line.Append(CultureInfo.InvariantCulture, $" ({validated})");
        }

        line.Append(CultureInfo.InvariantCulture, $"  lr {epoch.LearningRate:G3}");
        if (last is not null)
            line.Append(CultureInfo.InvariantCulture, $"  {last.SamplesPerSecond:F1} samples/s");
        line.Append(CultureInfo.InvariantCulture, $"  {DurationText.Short(epoch.Elapsed)}{Left(epoch.Elapsed, last?.Progress ?? 0, " (left {0})")}");
        if (epoch.LossScale is { Skipped: > 0 } scale)
            line.Append(CultureInfo.InvariantCulture, $"  {scale.Skipped} steps skipped (loss scale {scale.Scale})");
        return line.Append(epoch.Improved ? "  best" : "").ToString();
    }

    // Decibels have large numbers before the point, the others small ones behind it.
    private static string? Shown(EpochFigures? figures, string key) =>
        figures is not null && figures.Metrics.TryGetValue(key, out var value) && double.IsFinite(value)
            ? value.ToString(key == "psnr" ? "F2" : "F4", CultureInfo.InvariantCulture)
            : null;

    private static string Left(TimeSpan elapsed, double progress, string format)
    {
        var left = progress is > 0 and < 1 ? elapsed.TotalSeconds * (1 - progress) / progress : 0;
        return left > 0 && left < TimeSpan.MaxValue.TotalSeconds ? string.Format(CultureInfo.InvariantCulture, format, DurationText.Short(TimeSpan.FromSeconds(left))) : "";
    }
}
