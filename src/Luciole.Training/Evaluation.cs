using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Runtime;

namespace Luciole.Training;

/// <summary>Measures a network on samples it does not learn from: in evaluation mode, without gradients.</summary>
/// <param name="task">The network.</param>
/// <param name="options">What is measured.</param>
/// <param name="device">Where it computes.</param>
/// <param name="ranks">Ranks that share the samples, or null.</param>
public sealed class Evaluation(TrainingTask task, TrainingOptions options, Device device = default, DataParallel? ranks = null)
{
    // Random masks are the same in every epoch, so that their losses can be compared.
    private const long Seed = 20_230_501;

    /// <summary>Means over all samples of a source; null when it was stopped before the end. Leaves the random states as they were.</summary>
    public EpochFigures? Run(IBatchSource source, CancellationToken stop)
    {
        var random = RandomState.Capture(device);
        RandomState.Seed(Seed);
        task.Model.Eval();
        using var noGrad = new NoGradScope();
        try
        {
            var sums = options.Step.IsLate(device) ? MeasureOnDevice(source, stop) : MeasureAtOnce(source, stop);
            if (ranks is not null)
                sums = ranks.AddMeasured(sums, options.Metrics);
            return stop.IsCancellationRequested ? null : sums.Figures;
        }
        finally
        {
            RandomState.Restore(random, device);
        }
    }

    private EpochSums MeasureAtOnce(IBatchSource source, CancellationToken stop)
    {
        var meter = new EpochMeter(options.Metrics, options.MetricScale);
        foreach (var batch in source.Epoch(0, 0, stop))
        {
            if (stop.IsCancellationRequested)
                break;
            using var scope = new TensorScope();
            ranks?.BeginMeasuring(batch);
            var output = task.Forward(batch, device);
            if (batch.IsCounted)
                meter.Add(output, output.Loss.Item(), batch.Count);
        }

        return meter.Sums;
    }

    // The device is asked once, after the last batch.
    private EpochSums MeasureOnDevice(IBatchSource source, CancellationToken stop)
    {
        using var feed = new BatchFeed(device, options.Step.Staged);
        using var meter = new DeviceMeter(options.Metrics, options.MetricScale, device);
        var samples = 0L;
        foreach (var batch in source.Epoch(0, 0, stop))
        {
            if (stop.IsCancellationRequested)
                break;
            using var scope = new TensorScope();
            ranks?.BeginMeasuring(batch);
            var (raw, target) = feed.Bring(batch);
            var output = task.Forward(raw, target, batch.Part);
            if (batch.IsCounted)
            {
                meter.Add(output, batch.Count);
                samples += batch.Count;
            }

            feed.Used();
        }

        meter.Commit();
        return meter.Read(samples);
    }
}
