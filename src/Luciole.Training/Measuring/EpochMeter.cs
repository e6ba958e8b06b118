using Luciole.Metrics;

namespace Luciole.Training;

/// <summary>Measures batches and averages over samples; figures that are not finite are left out of their mean.</summary>
/// <param name="metrics">What is measured beside the loss: <c>psnr</c>, <c>mae</c>, <c>mse</c>, <c>ssim</c>.</param>
/// <param name="scale">How PSNR and SSIM are brought to one scale.</param>
public sealed class EpochMeter(IReadOnlyList<string> metrics, MetricScale scale)
{
    /// <summary>What was measured so far.</summary>
    public EpochSums Sums { get; private set; } = EpochSums.None;

    /// <summary>Goes on from sums made before, or from none.</summary>
    public void Reset(EpochSums sums) => Sums = sums;

    /// <summary>Adds a batch.</summary>
    /// <param name="output">What the network made of it.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="samples">How many samples it has.</param>
    public void Add(TaskOutput output, double loss, int samples)
    {
        var sums = new Dictionary<string, (double Sum, long Count)>(Sums.Metrics, StringComparer.Ordinal);
        if (metrics.Count > 0)
        {
            foreach (var figures in Measure(output))
            {
                foreach (var metric in metrics)
                {
                    var (sum, count) = sums.GetValueOrDefault(metric);
                    var value = ValueOf(figures, metric, output.ComparedFraction);
                    sums[metric] = double.IsFinite(value) ? (sum + value, count + 1) : (sum, count);
                }
            }
        }

        Sums = new EpochSums(Sums.Loss + (loss * samples), Sums.Samples + samples, sums);
    }

    private TrainingMetrics[] Measure(TaskOutput output)
    {
        var shape = output.Prediction.Shape;
        return SampleMetrics.Measure(
            output.Prediction.ToArray<float>(), output.Truth.ToArray<float>(), (int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3], scale, metrics.Contains("ssim"));
    }

    // Errors of an image that is right by construction in a part of its pixels belong to the other part.
    private static double ValueOf(TrainingMetrics figures, string metric, double compared) => metric switch
    {
        "mae" => figures.MeanAbsoluteError / compared,
        "mse" => figures.MeanSquaredError / compared,
        "psnr" => figures.PeakSignalToNoise + (10 * Math.Log10(compared)),
        "ssim" => figures.StructuralSimilarity,
        _ => throw new ArgumentException($"{metric} is not a metric of training.", nameof(metric)),
    };
}
