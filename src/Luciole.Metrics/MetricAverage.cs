namespace Luciole.Metrics;

/// <summary>
/// An average over samples. Values that are not finite (the SSIM of constant images, the PSNR of equal ones) are left out and
/// counted, instead of poisoning the average.
/// </summary>
public sealed class MetricAverage
{
    private double _sum;

    /// <summary>Samples in the average.</summary>
    public long Count { get; private set; }

    /// <summary>Samples left out.</summary>
    public long LeftOut { get; private set; }

    /// <summary>The average; not a number while there is none.</summary>
    public double Value => Count == 0 ? double.NaN : _sum / Count;

    /// <summary>Adds the figure of <paramref name="samples"/> samples, for instance of a batch.</summary>
    public void Add(double value, int samples = 1)
    {
        if (!double.IsFinite(value))
        {
            LeftOut += samples;
            return;
        }

        _sum += value * samples;
        Count += samples;
    }
}
