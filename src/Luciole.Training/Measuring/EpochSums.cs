namespace Luciole.Training;

/// <summary>Sums over the samples of an unfinished epoch.</summary>
/// <param name="Loss">Sum of the samples' losses.</param>
/// <param name="Samples">Samples seen.</param>
/// <param name="Metrics">By metric: the sum of its finite values and how many there were.</param>
public sealed record EpochSums(double Loss, long Samples, IReadOnlyDictionary<string, (double Sum, long Count)> Metrics)
{
    /// <summary>Nothing seen yet.</summary>
    public static EpochSums None { get; } = new(0, 0, new Dictionary<string, (double, long)>(StringComparer.Ordinal));

    /// <summary>The means.</summary>
    public EpochFigures Figures => new(
        Loss / Samples,
        Metrics.ToDictionary(m => m.Key, m => m.Value.Count == 0 ? double.NaN : m.Value.Sum / m.Value.Count, StringComparer.Ordinal),
        Samples);
}
