using Luciole.Files;
using Luciole.Training;
using Luciole.Workflows.Journal.Charts;
using Luciole.Workflows.Journal.TensorBoard;

namespace Luciole.Workflows.Journal;

/// <summary>
/// Tells and writes down what training measures: lines on the terminal, TensorBoard's event files, a table, a log, charts. A file that
/// cannot be written is told once and does not end the training.
/// </summary>
internal sealed class TrainingJournal : ITrainingObserver, IDisposable
{
    private readonly JournalFiles _files;
    private readonly IRunLog _log;
    private readonly IReadOnlyList<string> _metrics;
    private readonly int _epochs;
    private readonly int _chartEvery;
    private readonly List<EpochRecord> _history;
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private readonly TrainingJsonLog _jsonLog;
    private readonly TrainingCharts _charts;
    private readonly TrainingEvents? _events;
    private readonly TrainingCsv? _csv;
    private StepRecord? _last;
    private long _mostMemory;
    private long _toldMemory;
    private int _drawn;

    /// <summary>Begins the files.</summary>
    /// <param name="files">Where they are.</param>
    /// <param name="log">Told what happens.</param>
    /// <param name="metrics">Keys of the metrics to be written down: <c>psnr</c>, <c>mae</c>, <c>mse</c>, <c>ssim</c>.</param>
    /// <param name="epochs">Epochs in all.</param>
    /// <param name="chartEvery">Epochs from one drawing of the charts to the next (<c>LOG.CHART_CREATION_FREQ</c>).</param>
    /// <param name="history">The epochs done before, when a training goes on.</param>
    /// <param name="stepsDone">Batches trained on before, when a training goes on (<see cref="StepRecord.TotalStep"/>).</param>
    /// <param name="isScaled">Whether the loss is scaled.</param>
    /// <param name="clock">Tells the time; null: the system's.</param>
    public TrainingJournal(
        JournalFiles files, IRunLog log, IReadOnlyList<string> metrics, int epochs, int chartEvery, IReadOnlyList<EpochRecord> history, long stepsDone = 0, bool isScaled = false, TimeProvider? clock = null)
    {
        (_files, _log, _metrics, _epochs, _chartEvery, _history) = (files, log, metrics, epochs, chartEvery, [.. history]);
        _jsonLog = new TrainingJsonLog(files.JsonLog, metrics);
        _charts = new TrainingCharts(files.Charts, files.Prefix, metrics);
        Try(files.Csv, () => new TrainingCsv(files.Csv, metrics, history, isScaled), out _csv);
        Try(files.Events, () => new TrainingEvents(files.Events, metrics, stepsDone, clock ?? TimeProvider.System), out _events);
    }

    /// <inheritdoc/>
    public void Note(string text) => _log.Note(text);

    /// <inheritdoc/>
    public void StepDone(StepRecord step)
    {
        _last = step;
        _mostMemory = Math.Max(_mostMemory, step.MostMemory ?? 0);
        _log.Progress(TrainingLines.Of(step, _epochs));
        Try(_files.Events, () => Events?.StepDone(step));
    }

    /// <inheritdoc/>
    public void EpochDone(EpochRecord epoch)
    {
        _history.Add(epoch);
        _log.Line(TrainingLines.Of(epoch, _epochs, _metrics, _last));
        TellMemory();
        Try(_files.Events, () => Events?.EpochDone(epoch));
        Try(_files.Csv, () => _csv?.Add(epoch));
        Try(_files.JsonLog, () => _jsonLog.Add(epoch));
        if (epoch.Epoch % _chartEvery == 0)
            Draw();
    }

    /// <summary>Draws the charts of all epochs; to be called however training ends.</summary>
    public void Finish()
    {
        if (_history.Count != _drawn)
            Draw();
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => Try(_files.Events, () => _events?.Dispose());

    // What follows a record that was cut off could not be read.
    private TrainingEvents? Events => _failed.Contains(_files.Events) ? null : _events;

    // Told after the first epoch, and when a step took more than any before.
    private void TellMemory()
    {
        if (_mostMemory <= _toldMemory)
            return;
        _log.Line($"a step took {Capacity.ByteText.Short(_mostMemory)} of memory beside weights and optimiser: activations, gradients, and what operators work with");
        _toldMemory = _mostMemory + (_mostMemory / 20);
    }

    private void Draw()
    {
        Try(_files.Charts, () => _charts.Draw(_history));
        _drawn = _history.Count;
    }

    private void Try<T>(string file, Func<T> begin, out T? begun)
        where T : class
    {
        T? made = null;
        Try(file, () => made = begin());
        begun = made;
    }

    // Hours of training are worth more than its log.
    private void Try(string file, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InputException)
        {
            if (_failed.Add(file))
                _log.Note($"{file}: cannot be written ({e.Message.TrimEnd('.')}); training goes on without it.");
        }
    }
}
