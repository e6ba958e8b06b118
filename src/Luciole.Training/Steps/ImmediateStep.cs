using Luciole.Torch;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Runtime;

namespace Luciole.Training;

/// <summary>
/// Every loss is looked at before its gradient is computed, and every gradient before the parameters move. Where ranks share the training, they
/// agree on both, so that a loss that is not finite ends all of them.
/// </summary>
internal sealed class ImmediateStep(
    TrainingTask task, Optimizer optimizer, TrainingOptions options, WeightAverage? average, Device device, DataParallel? ranks = null) : TrainingStep
{
    private readonly EpochMeter _meter = new(options.Metrics, options.MetricScale);
    private readonly StepSnapshot _snapshot = new(task.Model, device);
    private readonly List<double> _losses = [];
    private EpochSums _sums = EpochSums.None;
    private int _steps;
    private int _inGroup;
    private long? _mostMemory;

    public override bool IsDue => true;

    public override long? MostMemory => _mostMemory;

    public override void Begin(TrainingProgress progress)
    {
        _meter.Reset(ranks is null ? progress.Sums : EpochSums.None);
        _sums = progress.Sums;
    }

    public override void Clear()
    {
        task.Model.ZeroGradients();
        _inGroup = 0;
    }

    // The gradients of a group's batches are averaged.
    public override void Learn(Batch batch, int group, int epoch)
    {
        using var scope = new TensorScope();
        var before = TensorMemory.InUse;
        TensorMemory.ResetPeak();
        ranks?.Begin(batch);
        var output = task.Forward(batch, device);
        var own = output.Loss.Item();
        var loss = ranks?.Agree(batch, own) ?? own;
        if (!double.IsFinite(loss))
            throw new NonFiniteLossException(double.IsFinite(own) ? $"loss became {loss} on another rank" : $"loss became {own}", epoch + 1, batch.Names);
        _inGroup++;
        if (ranks is not null)
            ranks.Backward(output.Loss * (batch.Weight / group), _inGroup == group);
        else
            (group > 1 ? output.Loss / group : output.Loss).Backward();
        _mostMemory = device.Kind == DeviceKind.Cpu ? TensorMemory.Peak - before : null;
        if (batch.IsCounted)
            _meter.Add(output, own, batch.Count);
        _losses.Add(loss);
    }

    public override void Move(IReadOnlyList<Batch> group, int epoch)
    {
        if (!double.IsFinite(GradientNorm.Clip(task.Model.Parameters().Select(p => p.Tensor), options.ClipGradientNorm ?? double.PositiveInfinity)))
            throw new NonFiniteLossException("gradient became infinite or not a number", epoch + 1, [.. group.SelectMany(b => b.Names)]);
        optimizer.Step();
        average?.Update();
        _snapshot.Take();
        if (ranks is null)
        {
            _sums = _meter.Sums;
        }
        else
        {
            _sums += ranks.Add(_meter.Sums, options.Metrics);
            _meter.Reset(EpochSums.None);
        }

        _steps++;
    }

    public override StepReading Read()
    {
        var reading = new StepReading([.. _losses], _steps, _sums, LossScale.One, HasFailed: false);
        _losses.Clear();
        _steps = 0;
        return reading;
    }

    public override void Return() => _snapshot.Return();

    public override void Dispose() => _snapshot.Dispose();
}
