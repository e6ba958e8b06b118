using System.Diagnostics;
using Luciole.Torch;
using Luciole.Torch.Cuda;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Runtime;

namespace Luciole.Training;

/// <summary>
/// Nothing is looked at on the way: losses, their sums and whether the optimiser may move stay on the device until <see cref="Read"/>. A
/// step that failed, and all after it, leave parameters, statistics and sums as they were.
/// </summary>
internal sealed class DeferredStep : TrainingStep
{
    private readonly TrainingTask _task;
    private readonly TrainingOptions _options;
    private readonly WeightAverage? _average;
    private readonly Device _device;
    private readonly LateReading _late;
    private readonly StepGuard _guard;
    private readonly DeviceMeter _meter;
    private readonly DeviceSnapshot _snapshot;
    private readonly GuardedOptimizer _optimizer;
    private readonly BatchFeed _feed;
    private readonly RecordedPasses? _recorded;
    private readonly Tensor _losses;
    private readonly Tensor _loss;
    private readonly List<(long Samples, byte[] Random)> _groups = [];
    private readonly Stopwatch _sinceReading = Stopwatch.StartNew();
    private byte[] _random;
    private long _samples;
    private long _skipped;
    private long? _mostMemory;
    private int _learnt;
    private bool _hasBegun;
    private bool _isInGroup;

    /// <summary>Prepares the steps of a run.</summary>
    public DeferredStep(TrainingTask task, Optimizer optimizer, TrainingOptions options, WeightAverage? average, Device device)
    {
        (_task, _options, _average, _device) = (task, options, average, device);
        _late = options.Step.Late ?? LateReading.Usual;
        _guard = new StepGuard(options.Step.Scaling, device);
        _meter = new DeviceMeter(options.Metrics, options.MetricScale, device);
        _snapshot = new DeviceSnapshot(task.Model);
        _optimizer = new GuardedOptimizer(optimizer, task.Model, _guard, options.ClipGradientNorm);
        _losses = TensorScope.Release(Tensor.Zeros([_late.MostBatches + options.AccumulateBatches], ScalarType.Float32, device));
        _loss = TensorScope.Release(Tensor.Zeros([], ScalarType.Float32, device));
        _feed = new BatchFeed(device, options.Step.Staged);
        _recorded = options.Step.Graph && options.AccumulateBatches == 1 && CudaGraph.IsSupported(device) ? new RecordedPasses(task.Model, device) : null;
        _random = RandomState.Capture(device);
    }

    // Whether a step has failed is known at its end.
    public override bool IsDue => _groups.Count > 0 && !_isInGroup && (_learnt >= _late.MostBatches || _sinceReading.Elapsed >= _late.Interval);

    public override long? MostMemory => _mostMemory;

    public override void Begin(TrainingProgress progress)
    {
        _meter.Reset(progress.Sums);
        _samples = progress.Sums.Samples;
        if (_hasBegun)
            return;
        _hasBegun = true;
        if (progress.LossScale is { } scale && _guard.IsScaling)
            _guard.Restart(scale);
        _skipped = _guard.IsScaling ? progress.LossScale?.Skipped ?? 0 : 0;
    }

    public override void Clear() => _task.Model.ZeroGradients();

    public override string? Note => _recorded?.Failure;

    public override void Learn(Batch batch, int group, int epoch)
    {
        _isInGroup = true;
        using var scope = new TensorScope();
        var before = BeginCounting();
        var (raw, target) = _feed.Bring(batch);
        if (_recorded is null)
            Pass(raw, target, batch.Count, group);
        else
            _recorded.Run(raw, target, (x, y) => Pass(x, y, batch.Count, group));
        _feed.Used();
        _losses.Select(0, _learnt++).CopyFrom(_loss);
        EndCounting(before);
    }

    public override void Move(IReadOnlyList<Batch> group, int epoch)
    {
        using var scope = new TensorScope();
        var skip = _optimizer.Step();
        _average?.Update(skip);
        var failed = _guard.Failed();
        _snapshot.Take(failed);
        _meter.Commit(failed);
        _isInGroup = false;
        _groups.Add((group.Sum(b => (long)b.Count), RandomState.Capture(_device)));
    }

    public override StepReading Read()
    {
        var (scale, good, hasFailed) = _guard.Read();
        var losses = Array.ConvertAll(_losses.ToArray<float>()[.._learnt], loss => (double)loss);
        _average?.Count(good - (scale.Skipped - _skipped));
        _skipped = scale.Skipped;
        _samples += _groups.Take(good).Sum(g => g.Samples);
        if (good > 0)
            _random = _groups[good - 1].Random;
        _groups.Clear();
        _learnt = 0;
        _sinceReading.Restart();
        return new StepReading(losses, good, _meter.Read(_samples), scale, hasFailed);
    }

    public override void Return()
    {
        _snapshot.Return();
        RandomState.Restore(_random, _device);
        _task.Model.ZeroGradients();
    }

    public override void Dispose()
    {
        _feed.Dispose();
        _recorded?.Dispose();
        _loss.Dispose();
        _guard.Dispose();
        _meter.Dispose();
        _snapshot.Dispose();
        _losses.Dispose();
    }

    // Everything that depends on the batch alone: what can be recorded.
    private void Pass(Tensor raw, Tensor? target, int samples, int group)
    {
        using var scope = new TensorScope();
        var output = _task.Forward(raw, target);
        _guard.Watch(output.Loss);
        var loss = group > 1 ? output.Loss / group : output.Loss;
        (_guard.IsScaling ? loss * _guard.Scale : loss).Backward();
        _meter.Add(output, samples);
        _loss.CopyFrom(output.Loss.Detach());
    }

    // The counts are of the order of calls, which is that of the stream.
    private long BeginCounting()
    {
        if (_device.Kind == DeviceKind.Cpu)
        {
            TensorMemory.ResetPeak();
            return TensorMemory.InUse;
        }

        CudaMemory.ResetPeak(_device.Index);
        return CudaMemory.Allocated(_device.Index);
    }

    private void EndCounting(long before)
    {
        var peak = _device.Kind == DeviceKind.Cpu ? TensorMemory.Peak : CudaMemory.PeakAllocated(_device.Index);
        _mostMemory = peak > before ? peak - before : null;
    }
}
