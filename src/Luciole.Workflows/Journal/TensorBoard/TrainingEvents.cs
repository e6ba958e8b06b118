using Luciole.Training;

namespace Luciole.Workflows.Journal.TensorBoard;

/// <summary>
/// A training as TensorBoard shows it. The step of everything is the number of batches since training began, also of what is measured
/// once an epoch, so that all curves share one axis and a resumed training supersedes exactly what lies behind its start.
/// <list type="bullet">
/// <item><c>loss/train_step</c>, <c>opt/lr</c>, <c>perf/samples_per_second</c>: after each batch. Of an epoch of more than
/// <see cref="PointsPerEpoch"/> batches every so many are drawn together, their losses averaged. Where the loss is scaled also
/// <c>opt/loss_scale</c> and <c>opt/skipped_steps</c>.</item>
/// <item><c>epoch</c>, <c>loss/train</c>, <c>loss/val</c>, and for each metric for instance <c>psnr/train</c>, <c>psnr/val</c>: after
/// each epoch.</item>
/// </list>
/// </summary>
internal sealed class TrainingEvents : IDisposable
{
    /// <summary>Batches of an epoch that are drawn one by one.</summary>
    public const int PointsPerEpoch = 200;

    private readonly TensorBoardWriter _writer;
    private readonly IReadOnlyList<string> _metrics;
    private long _step;
    private double _losses;
    private int _batches;

    /// <summary>Begins an event file.</summary>
    /// <param name="folder">The folder; it is made when missing.</param>
    /// <param name="metrics">Keys of the metrics.</param>
    /// <param name="stepsDone">Batches trained on before, 0 for a new training.</param>
    /// <param name="clock">Tells the time.</param>
    public TrainingEvents(string folder, IReadOnlyList<string> metrics, long stepsDone, TimeProvider clock)
    {
        _writer = new TensorBoardWriter(folder, stepsDone + 1, clock);
        _metrics = metrics;
        _step = stepsDone;
    }

    /// <summary>Adds a batch.</summary>
    public void StepDone(StepRecord step)
    {
        _step = step.TotalStep;
        _losses += step.Loss;
        _batches++;
        var together = (step.StepsPerEpoch + PointsPerEpoch - 1) / PointsPerEpoch;
        if (_batches < together && step.Step < step.StepsPerEpoch)
            return;
        _writer.Scalars(_step,
        [
            new("loss/train_step", _losses / _batches),
            new("opt/lr", step.LearningRate),
            new("perf/samples_per_second", step.SamplesPerSecond),
            .. step.LossScale is { } scale ? new KeyValuePair<string, double>[] { new("opt/loss_scale", scale.Scale), new("opt/skipped_steps", scale.Skipped) } : [],
        ]);
        (_losses, _batches) = (0, 0);
    }

    /// <summary>Adds an epoch.</summary>
    public void EpochDone(EpochRecord epoch)
    {
        _writer.Scalars(_step, [new("epoch", epoch.Epoch), .. Of(epoch.Training, "train"), .. Of(epoch.Validation, "val")]);
        _writer.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private IEnumerable<KeyValuePair<string, double>> Of(EpochFigures? figures, string part) => figures is null
        ? []
        : _metrics.Where(figures.Metrics.ContainsKey).Select(m => KeyValuePair.Create($"{m}/{part}", figures.Metrics[m])).Prepend(new($"loss/{part}", figures.Loss));
}
