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
public sealed class TrainingLoop(TrainingTask task, Optimizer optimizer, TrainingOptions options, WeightAverage? average = null, Device device = default)
{
    private readonly Evaluation _evaluation = new(task, options, device);
    private readonly EpochMeter _meter = new(options.Metrics, options.MetricScale);
    private readonly Stopwatch _clock = new();
    private TrainingProgress _progress = TrainingProgress.Start;
    private TimeSpan _before;
    private long? _mostMemory;

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
        _progress = begin;
        _before = begin.Elapsed;
        if (begin.TotalSteps == 0)
            _progress = begin with { Schedule = options.Schedule.Capture() };
        else
            options.Schedule.Restore(begin.Schedule);

        // More epochs, time or patience than before make a finished training go on.
        _progress = _progress with { IsFinished = begin.TotalSteps > 0 && begin.Step == 0 && IsOver(_progress) };
        _clock.Restart();
        using var snapshot = new StepSnapshot(task.Model, device);
        while (!_progress.IsFinished && !stop.IsCancellationRequested)
        {
            try
            {
                TrainEpoch(training, observer, store, snapshot, stop);
            }
            catch (NonFiniteLossException)
            {
                snapshot.Return();
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

    private TimeSpan Elapsed => _before + _clock.Elapsed;

    private bool IsTimeOver => options.TimeBudget is { } budget && Elapsed >= budget;

    private EpochFigures? Evaluate(IBatchSource validation, CancellationToken stop)
    {
        using var averaged = average?.Apply();
        return _evaluation.Run(validation, stop);
    }

    private void TrainEpoch(IBatchSource source, ITrainingObserver observer, ITrainingStore? store, StepSnapshot snapshot, CancellationToken stop)
    {
        task.Model.Train();
        _meter.Reset(_progress.Sums);
        var group = new List<Batch>();
        var begun = _clock.Elapsed;
        foreach (var batch in source.Epoch(_progress.Epoch, _progress.Step, stop))
        {
            if (group.Count == 0)
                BeginGroup(source.StepsPerEpoch);
            group.Add(batch);
            var size = Math.Min(options.AccumulateBatches, source.StepsPerEpoch - _progress.Step);
            var loss = Learn(batch, size);
            var step = _progress.Step + group.Count;
            var isGroupDone = group.Count == size;
            if (isGroupDone)
                EndGroup(group, snapshot);
            (_progress, begun) = (_progress with { Elapsed = Elapsed, StepTime = _progress.StepTime + _clock.Elapsed - begun }, _clock.Elapsed);
            observer.StepDone(RecordOf(step, source.StepsPerEpoch, group, loss));
            if (stop.IsCancellationRequested)
                break;
            if (!isGroupDone)
                continue;
            group.Clear();
            if (IsTimeOver)
                return;
            if (store is { IsDue: true } && step < source.StepsPerEpoch)
                store.Save(_progress);
            begun = _clock.Elapsed;
        }

        // Batches that did not make it to a step of the optimiser are taken again when training goes on.
        if (stop.IsCancellationRequested)
            snapshot.Return();
    }

    private void BeginGroup(int stepsPerEpoch)
    {
        task.Model.ZeroGradients();
        var epoch = options.Epochs * Done(_progress.Step / options.AccumulateBatches, (stepsPerEpoch + options.AccumulateBatches - 1) / options.AccumulateBatches);
        optimizer.LearningRate = options.Schedule.At(epoch);
        if (options.Schedule.MomentumAt(epoch) is { } momentum)
            optimizer.Momentum = momentum;
    }

    // The gradients of a group's batches are averaged.
    private double Learn(Batch batch, int group)
    {
        using var scope = new TensorScope();
        var before = TensorMemory.InUse;
        TensorMemory.ResetPeak();
        var output = task.Forward(batch, device);
        var loss = output.Loss.Item();
        if (!double.IsFinite(loss))
            throw new NonFiniteLossException($"loss became {loss}", _progress.Epoch + 1, batch.Names);
        (group > 1 ? output.Loss / group : output.Loss).Backward();
        _mostMemory = device.Kind == DeviceKind.Cpu ? TensorMemory.Peak - before : null;
        _meter.Add(output, loss, batch.Count);
        return loss;
    }

    private void EndGroup(List<Batch> group, StepSnapshot snapshot)
    {
        if (!double.IsFinite(GradientNorm.Clip(task.Model.Parameters().Select(p => p.Tensor), options.ClipGradientNorm ?? double.PositiveInfinity)))
            throw new NonFiniteLossException("gradient became infinite or not a number", _progress.Epoch + 1, [.. group.SelectMany(b => b.Names)]);
        optimizer.Step();
        average?.Update();
        snapshot.Take();
        _progress = _progress with
        {
            Step = _progress.Step + group.Count,
            TotalSteps = _progress.TotalSteps + group.Count,
            Samples = _progress.Samples + group.Sum(b => b.Count),
            Sums = _meter.Sums,
        };
    }

    private StepRecord RecordOf(int step, int stepsPerEpoch, List<Batch> group, double loss)
    {
        var isGroupDone = step == _progress.Step;
        var samples = _progress.Samples + (isGroupDone ? 0 : group.Sum(b => b.Count));
        var total = _progress.TotalSteps + (isGroupDone ? 0 : group.Count);
        return new StepRecord(
            _progress.Epoch + 1, step, stepsPerEpoch, total, loss, optimizer.LearningRate, samples / _progress.StepTime.TotalSeconds, Done(step, stepsPerEpoch), Elapsed)
        {
            MostMemory = _mostMemory,
        };
    }

    private void FinishEpoch(EpochFigures? validation, ITrainingObserver observer, ITrainingStore? store)
    {
        var training = _meter.Sums.Figures;
        var loss = (validation ?? training).Loss;
        var improved = loss < _progress.Best;
        var record = new EpochRecord(_progress.Epoch + 1, training, validation, optimizer.LearningRate, improved, Elapsed, _progress.TotalSteps);
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
