using System.Diagnostics;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Optimizers;

namespace Luciole.Training;

/// <summary>
/// The loop: for every epoch, for every batch: forward, loss, backward, step; then validation. What to train is the task's matter,
/// where batches come from the source's, what is shown and saved the observer's.
/// </summary>
public sealed class TrainingLoop(TrainingTask task, AdamW optimizer, TrainingOptions options, Device device = default)
{
    private readonly Stopwatch _clock = new();
    private TimeSpan _training;
    private long _samplesSeen;
    private long _batches;
    private long _steps;

    /// <summary>Trains until the epochs, the time budget or the patience are used up, or a stop is asked for.</summary>
    /// <returns>The epochs done, the last one possibly cut short.</returns>
    /// <exception cref="NonFiniteLossException">A loss was not finite.</exception>
    public IReadOnlyList<EpochRecord> Run(IBatchSource training, IBatchSource? validation, ITrainingObserver observer, CancellationToken stop)
    {
        var history = new List<EpochRecord>();
        var best = double.PositiveInfinity;
        var epochsWithoutGain = 0;
        _clock.Restart();
        for (var epoch = 0; epoch < options.Epochs && !IsOver(stop); epoch++)
        {
            var (trainingLoss, samples) = TrainEpoch(epoch, training, observer, stop);
            double? validationLoss = validation is null ? null : Evaluate(validation, stop, epoch);
            // A stop leaves no time to validate: such an epoch is the best only when there is no other.
            var isMeasured = validation is null || validationLoss is not null;
            var loss = isMeasured ? validationLoss ?? trainingLoss : double.MaxValue;
            var improved = loss < best;
            epochsWithoutGain = improved ? 0 : epochsWithoutGain + 1;
            best = Math.Min(best, loss);
            var measured = validationLoss is { } v ? Figures(v, 0) : null;
            var record = new EpochRecord(epoch + 1, Figures(trainingLoss, samples), measured, optimizer.LearningRate, improved, _clock.Elapsed, _steps);
            history.Add(record);
            observer.EpochDone(record);
            if (epochsWithoutGain >= options.Patience)
                break;
        }

        return history;
    }

    /// <summary>Mean loss over all samples of a source, in evaluation mode, without gradients; null when it was stopped before the end.</summary>
    public double? Evaluate(IBatchSource source, CancellationToken stop, int epoch = 0)
    {
        task.Model.Eval();
        using var noGrad = new NoGradScope();
        double sum = 0;
        long count = 0;
        foreach (var batch in source.Epoch(0, stop))
        {
            if (stop.IsCancellationRequested)
                return null;
            sum += LossOf(batch, epoch, group: 0) * batch.Count;
            count += batch.Count;
        }

        return stop.IsCancellationRequested ? null : sum / count;
    }

    private static EpochFigures Figures(double loss, long samples) => new(loss, new Dictionary<string, double>(StringComparer.Ordinal), samples);

    private (double Loss, long Samples) TrainEpoch(int epoch, IBatchSource source, ITrainingObserver observer, CancellationToken stop)
    {
        task.Model.Train();
        double sum = 0;
        long count = 0;
        var step = 0;
        foreach (var batch in source.Epoch(epoch, stop))
        {
            var begun = _clock.Elapsed;
            if (step % options.AccumulateBatches == 0)
                task.Model.ZeroGradients();
            optimizer.LearningRate = options.Schedule.At(options.Epochs * Progress(epoch, step, source.StepsPerEpoch));
            var groupStart = step - (step % options.AccumulateBatches);
            var loss = LossOf(batch, epoch, Math.Min(options.AccumulateBatches, source.StepsPerEpoch - groupStart));
            step++;
            if (step % options.AccumulateBatches == 0 || step == source.StepsPerEpoch)
            {
                optimizer.Step();
                _steps++;
            }

            sum += loss * batch.Count;
            count += batch.Count;
            _samplesSeen += batch.Count;
            _training += _clock.Elapsed - begun;
            observer.StepDone(new StepRecord(
                epoch + 1, step, source.StepsPerEpoch, ++_batches, loss, optimizer.LearningRate, _samplesSeen / _training.TotalSeconds, Progress(epoch, step, source.StepsPerEpoch), _clock.Elapsed));
            if (IsOver(stop))
                break;
        }

        return (count == 0 ? double.PositiveInfinity : sum / count, count);
    }

    // A group of 0 batches is an evaluation; otherwise the gradients of the group's batches are averaged.
    private double LossOf(Batch batch, int epoch, int group)
    {
        using var scope = new TensorScope();
        var raw = Tensor.From(batch.Raw, batch.RawShape).To(device);
        var target = batch.Target is null ? null : Tensor.From(batch.Target, batch.TargetShape!).To(device);
        var loss = task.Loss(raw, target);
        var value = loss.Item();
        if (!double.IsFinite(value))
            throw new NonFiniteLossException(value, epoch + 1, batch.Names);
        if (group > 0)
            (group > 1 ? loss / group : loss).Backward();
        return value;
    }

    private double Progress(int epoch, int step, int stepsPerEpoch)
    {
        var byEpochs = (epoch + ((double)step / stepsPerEpoch)) / options.Epochs;
        var byTime = options.TimeBudget is { } budget ? _clock.Elapsed / budget : 0;
        return Math.Min(1, Math.Max(byEpochs, byTime));
    }

    private bool IsOver(CancellationToken stop) =>
        stop.IsCancellationRequested || (options.TimeBudget is { } budget && _clock.Elapsed >= budget);
}
