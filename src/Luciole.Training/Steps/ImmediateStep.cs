using Luciole.Torch;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Runtime;

namespace Luciole.Training;

/// <summary>Every loss is looked at before its gradient is computed, and every gradient before the parameters move.</summary>
internal sealed class ImmediateStep(TrainingTask task, Optimizer optimizer, TrainingOptions options, WeightAverage? average, Device device) : TrainingStep
{
    private readonly EpochMeter _meter = new(options.Metrics, options.MetricScale);
    private readonly StepSnapshot _snapshot = new(task.Model, device);
    private readonly List<double> _losses = [];
    private EpochSums _sums = EpochSums.None;
    private int _steps;
    private long? _mostMemory;

    public override bool IsDue => true;

    public override long? MostMemory => _mostMemory;

    public override void Begin(TrainingProgress progress)
    {
        _meter.Reset(progress.Sums);
        _sums = progress.Sums;
    }

    public override void Clear() => task.Model.ZeroGradients();

    // The gradients of a group's batches are averaged.
    public override void Learn(Batch batch, int group, int epoch)
    {
        using var scope = new TensorScope();
        var before = TensorMemory.InUse;
        TensorMemory.ResetPeak();
        var output = task.Forward(batch, device);
        var loss = output.Loss.Item();
        if (!double.IsFinite(loss))
            throw new NonFiniteLossException($"loss became {loss}", epoch + 1, batch.Names);
        (group > 1 ? output.Loss / group : output.Loss).Backward();
        _mostMemory = device.Kind == DeviceKind.Cpu ? TensorMemory.Peak - before : null;
        _meter.Add(output, loss, batch.Count);
        _losses.Add(loss);
    }

    public override void Move(IReadOnlyList<Batch> group, int epoch)
    {
        if (!double.IsFinite(GradientNorm.Clip(task.Model.Parameters().Select(p => p.Tensor), options.ClipGradientNorm ?? double.PositiveInfinity)))
            throw new NonFiniteLossException("gradient became infinite or not a number", epoch + 1, [.. group.SelectMany(b => b.Names)]);
        optimizer.Step();
        average?.Update();
        _snapshot.Take();
        _sums = _meter.Sums;
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
