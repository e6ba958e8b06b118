using System.Diagnostics;
using Luciole.Torch;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Runtime;

namespace Luciole.Training;

/// <summary>
/// The loop: for every epoch, for every batch: forward, loss, backward, step; then validation. What to train is the task's matter,
/// where batches come from the source's, what is shown the observer's, what is kept the store's.
/// </summary>
/// <param name="task">What to learn.</param>
/// <param name="optimizer">Moves the task's parameters.</param>
/// <param name="options">How long and how.</param>
/// <param name="average">The moving average of the weights, which validation measures; or null.</param>
/// <param name="device">Where the task computes.</param>
/// <param name="ranks">Ranks that share the training, or null. All run the same loop; only the first should have a store and an observer that shows.</param>
public sealed class TrainingLoop(
    TrainingTask task, Optimizer optimizer, TrainingOptions options, WeightAverage? average = null, Device device = default, DataParallel? ranks = null)
{
    private readonly Evaluation _evaluation = new(task, options, device, ranks);
    private readonly Stopwatch _clock = new();
    private readonly List<PendingBatch> _pending = [];
    private TrainingProgress _progress = TrainingProgress.Start;
    private TrainingProgress _ahead = TrainingProgress.Start;
    private TimeSpan _before;
    private TimeSpan _begun;
    private string? _told;

    /// <summary>Trains until the epochs, the time budget or the patience are used up, or a stop is asked for.</summary>
    /// <param name="training">The batches to learn from.</param>
    /// <param name="validation">The batches to measure on, or null.</param>
    /// <param name="observer">Shows what happens.</param>
    /// <param name="store">Keeps what was reached, or null.</param>
    /// <param name="begin">Where an earlier run stood; the model, the optimiser and the random states are expected to be in its state.</param>
    /// <param name="stop">Ends training after the present batch; the state after the last step of the optimiser is saved.</param>
    /// <returns>Where training stands; its history has the finished epochs.</returns>
    /// <exception cref="NonFiniteLossException">A loss or a gradient was not finite; the last good state was saved.</exception>
    public TrainingProgress Run(
        IBatchSource training, IBatchSource? validation, ITrainingObserver observer, ITrainingStore? store, TrainingProgress begin, CancellationToken stop)
    {
        stop = ranks?.Stop ?? stop;
        _progress = begin;
        _before = begin.Elapsed;
        if (begin.TotalSteps == 0)
            _progress = begin with { Schedule = options.Schedule.Capture() };
        else
            options.Schedule.Restore(begin.Schedule);

        // More epochs, time or patience than before make a finished training go on.
        _progress = _progress with { IsFinished = begin.TotalSteps > 0 && begin.Step == 0 && IsOver(_progress) };
        _clock.Restart();
        ranks?.StartClock(_before);
        using TrainingStep step = ranks is null && options.Step.IsLate(device)
            ? new DeferredStep(task, optimizer, options, average, device)
            : new ImmediateStep(task, optimizer, options, average, device, ranks);
        while (!_progress.IsFinished && !stop.IsCancellationRequested)
        {
            try
            {
                TrainEpoch(training, observer, store, step, stop);
            }
            catch (NonFiniteLossException)
            {
                step.Return();
                store?.Save(_progress);
                throw;
            }

            var figures = stop.IsCancellationRequested || validation is null ? null : Evaluate(validation, stop);
            if (stop.IsCancellationRequested)
            {
                store?.Save(_progress = _progress with { Elapsed = Elapsed });
                break;
            }

            FinishEpoch(figures, observer, store);
        }

        return _progress;
    }

    // Ranks go by one clock: they end at the same step, with the same learning rates.
    private TimeSpan Elapsed => ranks?.Elapsed ?? (_before + _clock.Elapsed);

    // A scale from elsewhere is kept for a training that goes back there.
    private bool IsScaled => options.Step.Scaling is not null;

    private bool IsTimeOver => options.TimeBudget is { } budget && Elapsed >= budget;

    private EpochFigures? Evaluate(IBatchSource validation, CancellationToken stop)
    {
        using var averaged = average?.Apply();
        ranks?.ShareStatistics();
        return _evaluation.Run(validation, stop);
    }

    private void TrainEpoch(IBatchSource source, ITrainingObserver observer, ITrainingStore? store, TrainingStep step, CancellationToken stop)
    {
        task.Model.Train();
        step.Begin(_progress);
        _ahead = _progress;
        var group = new List<Batch>();
        _begun = _clock.Elapsed;
        foreach (var batch in source.Epoch(_progress.Epoch, _progress.Step, stop))
        {
            if (group.Count == 0)
                BeginGroup(step, source.StepsPerEpoch);
            group.Add(batch);
            var size = Math.Min(options.AccumulateBatches, source.StepsPerEpoch - _ahead.Step);
            step.Learn(batch, size, _progress.Epoch);
            var isGroupDone = group.Count == size;
            if (isGroupDone)
                EndGroup(step, group);
            _pending.Add(PendingOf(isGroupDone ? [] : group, batch));
            if (step.IsDue || stop.IsCancellationRequested)
                Settle(step, source.StepsPerEpoch, observer);
            if (stop.IsCancellationRequested)
                break;
            if (!isGroupDone)
                continue;
            group.Clear();
            if (IsTimeOver)
                break;
            if (store is not { IsDue: true } || _ahead.Step >= source.StepsPerEpoch)
                continue;
            Settle(step, source.StepsPerEpoch, observer);
            store.Save(_progress);
            _begun = _clock.Elapsed;
        }

        Settle(step, source.StepsPerEpoch, observer);

        // Batches that did not make it to a step of the optimiser are taken again when training goes on.
        if (stop.IsCancellationRequested)
            step.Return();
    }

    private void BeginGroup(TrainingStep step, int stepsPerEpoch)
    {
        step.Clear();
        var epoch = options.Epochs * Done(_ahead.Step / options.AccumulateBatches, (stepsPerEpoch + options.AccumulateBatches - 1) / options.AccumulateBatches);
        optimizer.LearningRate = options.Schedule.At(epoch);
        if (options.Schedule.MomentumAt(epoch) is { } momentum)
            optimizer.Momentum = momentum;
    }

    private void EndGroup(TrainingStep step, List<Batch> group)
    {
        step.Move(group, _progress.Epoch);
        _ahead = _ahead with
        {
            Step = _ahead.Step + group.Count,
            TotalSteps = _ahead.TotalSteps + group.Count,
            Samples = _ahead.Samples + group.Sum(b => b.WholeCount),
        };
    }

    // The batches of an unfinished group lie beyond where the optimiser stands.
    private PendingBatch PendingOf(List<Batch> unfinished, Batch batch) => new(
        _ahead.Step + unfinished.Count,
        _ahead.TotalSteps + unfinished.Count,
        _ahead.Samples + unfinished.Sum(b => b.WholeCount),
        batch.Names,
        optimizer.LearningRate,
        unfinished.Count == 0 ? _ahead : null);

    // Everything that was computed since is told, and becomes the progress; a failure ends training where the last good step left it.
    private void Settle(TrainingStep step, int stepsPerEpoch, ITrainingObserver observer)
    {
        if (_pending.Count == 0)
            return;
        var reading = step.Read();
        if (step.Note is { } note && note != _told)
            observer.Note(_told = note);
        var last = _pending.Where(p => p.After is not null).Take(reading.GoodSteps).LastOrDefault()?.After;
        var scale = IsScaled ? reading.Scale : null;
        _progress = (last ?? _progress) with
        {
            Sums = last is null ? _progress.Sums : reading.Sums,
            LossScale = scale ?? _progress.LossScale,
            Elapsed = Elapsed,
            StepTime = _progress.StepTime + _clock.Elapsed - _begun,
        };
        _begun = _clock.Elapsed;
        var told = reading.HasFailed ? _pending.Count(p => p.TotalStep <= _progress.TotalSteps) : _pending.Count;
        var failure = reading.HasFailed ? FailureOf(reading, _pending[told..]) : null;
        List<PendingBatch> known = [.. _pending.Take(told)];
        _pending.Clear();
        for (var i = 0; i < known.Count; i++)
            observer.StepDone(RecordOf(known[i], stepsPerEpoch, reading.Losses[i], step.MostMemory, scale));
        _ahead = _progress with { Step = _ahead.Step, TotalSteps = _ahead.TotalSteps, Samples = _ahead.Samples };
        if (failure is not null)
            throw failure;
    }

    // A step without an end has failed by a loss already; otherwise the first step after the good ones has.
    private NonFiniteLossException FailureOf(StepReading reading, List<PendingBatch> left)
    {
        var losses = reading.Losses.Skip(reading.Losses.Count - left.Count).ToList();
        var length = left.FindIndex(p => p.After is not null) + 1;
        var group = left.Take(length == 0 ? left.Count : length).ToList();
        var lost = group.FindIndex(p => !double.IsFinite(losses[left.IndexOf(p)]));
        return lost >= 0
            ? new NonFiniteLossException($"loss became {losses[lost]}", _progress.Epoch + 1, group[lost].Names)
            : new NonFiniteLossException("gradient became infinite or not a number", _progress.Epoch + 1, [.. group.SelectMany(p => p.Names)]);
    }

    private StepRecord RecordOf(PendingBatch batch, int stepsPerEpoch, double loss, long? memory, LossScale? scale) => new(
        _progress.Epoch + 1,
        batch.Step,
        stepsPerEpoch,
        batch.TotalStep,
        loss,
        batch.LearningRate,
        batch.Samples / _progress.StepTime.TotalSeconds,
        Done(batch.Step, stepsPerEpoch),
        Elapsed)
    {
        MostMemory = memory,
        LossScale = scale,
    };

    private void FinishEpoch(EpochFigures? validation, ITrainingObserver observer, ITrainingStore? store)
    {
        var training = _progress.Sums.Figures;
        var loss = (validation ?? training).Loss;
        var improved = loss < _progress.Best;
        var record = new EpochRecord(_progress.Epoch + 1, training, validation, optimizer.LearningRate, improved, Elapsed, _progress.TotalSteps) { LossScale = IsScaled ? _progress.LossScale : null };
        options.Schedule.EpochDone(loss);
        var withoutGain = improved ? 0 : _progress.EpochsWithoutGain + 1;
        _progress = _progress with
        {
            Epoch = _progress.Epoch + 1,
            Step = 0,
            Sums = EpochSums.None,
            Best = Math.Min(_progress.Best, loss),
            EpochsWithoutGain = withoutGain,
            Elapsed = Elapsed,
            Schedule = options.Schedule.Capture(),
            History = [.. _progress.History, record],
        };
        _progress = _progress with { IsFinished = IsOver(_progress) };
        observer.EpochDone(record);
        store?.SaveEpoch(_progress, improved);
    }

    private bool IsOver(TrainingProgress progress) =>
        progress.Epoch >= options.Epochs || progress.EpochsWithoutGain >= options.Patience || (options.TimeBudget is { } budget && progress.Elapsed >= budget);

    // The part of the training that is done: of the epochs or of the time, whichever is further.
    private double Done(int step, int stepsPerEpoch)
    {
        var byEpochs = (_progress.Epoch + ((double)step / stepsPerEpoch)) / options.Epochs;
        var byTime = options.TimeBudget is { } budget ? Elapsed / budget : 0;
        return Math.Min(1, Math.Max(byEpochs, byTime));
    }
}
