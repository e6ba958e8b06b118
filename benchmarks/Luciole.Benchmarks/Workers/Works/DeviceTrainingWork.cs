using Luciole.Benchmarks.Loading;
using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Optimizers;
using Luciole.Training;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>Training steps on a device through the training loop itself, with batches from memory or from the loader.</summary>
internal sealed class DeviceTrainingWork : NetworkWork
{
    private const double LearningRate = 1e-4;
    private const double WeightDecay = 0.01;
    private const int WarmUp = 6;

    private readonly WorkOrder _order;
    private readonly DeviceSettings _settings;
    private readonly Batch _batch;
    private readonly AdamW _optimizer;
    private readonly FieldBatches? _fields;
    private double? _firstLoss;

    public DeviceTrainingWork(WorkOrder order)
        : base(order)
    {
        (_order, _settings) = (order, DeviceSettings.Of(order));
        _batch = BatchOf(order);
        Model.MoveTo(_settings.Device);
        if (_settings.ChannelsLast)
            ChannelsLast.Apply(Model);
        Recomputation.Choose(Model, _settings.Recomputed);
        Model.Train();
        _optimizer = new AdamW([new ParameterGroup([.. Model.Parameters().Where(p => p.Tensor.RequiresGrad)], WeightDecay)], LearningRate) { AllowsOneOperator = _settings.FusedOptimizer };
        if (order.LoaderThreads is { } threads)
            _fields = new FieldBatches(order.Network!.ImageSize, order.Batch, threads);
    }

    /// <inheritdoc/>
    public override WorkDone Go()
    {
        _settings.ResetPeak();
        var timed = new TimedBatches(_fields?.Endless() ?? Enumerable.Repeat(_batch, int.MaxValue), WarmUp, _order.Steps, _settings.Device);
        var options = new TrainingOptions { Epochs = 1, Schedule = new ConstantRate(LearningRate), Step = _settings.Step };
        var observer = new FirstLoss();
        new TrainingLoop(Task(_settings), _optimizer, options, device: _settings.Device).Run(timed, null, observer, null, TrainingProgress.Start, CancellationToken.None);
        _firstLoss ??= observer.Value;
        return new WorkDone(timed.SecondsPerStep, new Dictionary<string, double>(), _firstLoss);
    }

    /// <inheritdoc/>
    public override WorkerMemory Memory() => _settings.Memory();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        _optimizer.Dispose();
    }

    private static Batch BatchOf(WorkOrder order)
    {
        var (size, isUnetr) = (order.Network!.ImageSize, order.Network.Architecture == Networks.NetworkShape.Unetr);
        long[] shape = [order.Batch, 1, size, size];
        float[] Images(uint salt)
        {
            var values = new float[order.Batch * size * size];
            Pattern.FillImages(values, salt);
            return values;
        }

        return new Batch(Images(Pattern.Input), isUnetr ? Images(Pattern.Target) : null, shape, isUnetr ? shape : null, [.. Enumerable.Range(0, order.Batch).Select(i => $"{i}")]);
    }

    private sealed class FirstLoss : ITrainingObserver
    {
        public double? Value { get; private set; }

        public void StepDone(StepRecord step) => Value ??= step.Loss;

        public void EpochDone(EpochRecord epoch)
        {
        }
    }
}
