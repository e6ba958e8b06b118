using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Runtime;

namespace Luciole.Training;

/// <summary>Measures a network on samples it does not learn from: in evaluation mode, without gradients.</summary>
public sealed class Evaluation(TrainingTask task, TrainingOptions options, Device device = default)
{
    // Random masks are the same in every epoch, so that their losses can be compared.
    private const long Seed = 20_230_501;

    /// <summary>Means over all samples of a source; null when it was stopped before the end. Leaves the random states as they were.</summary>
    public EpochFigures? Run(IBatchSource source, CancellationToken stop)
    {
        var meter = new EpochMeter(options.Metrics, options.MetricScale);
        var random = RandomState.Capture(device);
        RandomState.Seed(Seed);
        task.Model.Eval();
        using var noGrad = new NoGradScope();
        try
        {
            foreach (var batch in source.Epoch(0, 0, stop))
            {
                if (stop.IsCancellationRequested)
                    return null;
                using var scope = new TensorScope();
                var output = task.Forward(batch, device);
                meter.Add(output, output.Loss.Item(), batch.Count);
            }
        }
        finally
        {
            RandomState.Restore(random, device);
        }

        return stop.IsCancellationRequested ? null : meter.Sums.Figures;
    }
}
