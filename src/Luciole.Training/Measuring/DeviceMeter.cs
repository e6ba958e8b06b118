using Luciole.Metrics;
using Luciole.Torch;
using Luciole.Torch.Autograd;

namespace Luciole.Training;

/// <summary>
/// Adds up losses and metrics where the tensors lie; nothing is told the processor until <see cref="Read"/>. What an unfinished step of
/// the optimiser added can be left out.
/// </summary>
/// <param name="metrics">What is measured beside the loss.</param>
/// <param name="scale">How PSNR and SSIM are brought to one scale.</param>
/// <param name="device">Where the tensors lie.</param>
internal sealed class DeviceMeter(IReadOnlyList<string> metrics, MetricScale scale, Device device) : IDisposable
{
    // The loss, then for each metric the sum of its finite values and how many there were.
    private readonly Tensor _running = TensorScope.Release(Tensor.Zeros([1 + (2 * metrics.Count)], ScalarType.Float64, device));
    private readonly Tensor _committed = TensorScope.Release(Tensor.Zeros([1 + (2 * metrics.Count)], ScalarType.Float64, device));

    /// <summary>Goes on from sums made before, or from none.</summary>
    public void Reset(EpochSums sums)
    {
        using var scope = new TensorScope();
        var values = new List<double> { sums.Loss };
        foreach (var metric in metrics)
        {
            var (sum, count) = sums.Metrics.GetValueOrDefault(metric);
            values.AddRange([sum, count]);
        }

        _running.CopyFrom(Tensor.From<double>([.. values], values.Count));
        _committed.CopyFrom(_running);
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="output">What the network made of it.</param>
    /// <param name="samples">How many samples it has.</param>
    public void Add(TaskOutput output, int samples)
    {
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        var parts = new List<Tensor> { output.Loss.Detach().To(ScalarType.Float64) * samples };
        var measured = new DeviceMetrics(output.Prediction, output.Truth, scale);
        foreach (var metric in metrics)
        {
            var values = InPart(measured.Of(metric).To(ScalarType.Float64), metric, output.ComparedFraction);
            var isFinite = Elementwise.IsFinite(values);
            parts.Add(Elementwise.Where(isFinite, values, Tensor.Scalar(0, ScalarType.Float64, device)).Sum());
            parts.Add(isFinite.To(ScalarType.Float64).Sum());
        }

        _running.AddInPlace(Tensor.Stack(0, [.. parts]));
    }

    /// <summary>Ends a step of the optimiser: its batches count, unless a flag says that training has failed.</summary>
    public void Commit(Tensor failed)
    {
        using var scope = new TensorScope();
        _committed.CopyFrom(Elementwise.Where(Elementwise.Truth(failed), _committed, _running));
    }

    /// <summary>Takes everything for finished that was added.</summary>
    public void Commit() => _committed.CopyFrom(_running);

    /// <summary>The sums over the steps that count; waits for the device.</summary>
    /// <param name="samples">The samples in them.</param>
    public EpochSums Read(long samples)
    {
        var values = _committed.ToArray<double>();
        return new EpochSums(values[0], samples, metrics.Select((name, i) => (name, i)).ToDictionary(m => m.name, m => (values[1 + (2 * m.i)], (long)values[2 + (2 * m.i)]), StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _running.Dispose();
        _committed.Dispose();
    }

    private static Tensor InPart(Tensor values, string metric, double compared) => metric switch
    {
        "mae" or "mse" => values / compared,
        "psnr" => values + (10 * Math.Log10(compared)),
        _ => values,
    };
}
