namespace Luciole.Training;

/// <summary>Sums over the samples of an unfinished epoch.</summary>
/// <param name="Loss">Sum of the samples' losses.</param>
/// <param name="Samples">Samples seen.</param>
/// <param name="Metrics">By metric: the sum of its finite values and how many there were.</param>
public sealed record EpochSums(double Loss, long Samples, IReadOnlyDictionary<string, (double Sum, long Count)> Metrics)
{
    /// <summary>Nothing seen yet.</summary>
    public static EpochSums None { get; } = new(0, 0, new Dictionary<string, (double, long)>(StringComparer.Ordinal));

    /// <summary>Both together.</summary>
    public static EpochSums operator +(EpochSums left, EpochSums right) => new(
        left.Loss + right.Loss,
        left.Samples + right.Samples,
        left.Metrics.Keys.Union(right.Metrics.Keys).ToDictionary(
            m => m,
            m => (left.Metrics.GetValueOrDefault(m).Sum + right.Metrics.GetValueOrDefault(m).Sum, left.Metrics.GetValueOrDefault(m).Count + right.Metrics.GetValueOrDefault(m).Count),
            StringComparer.Ordinal));

    /// <inheritdoc cref="op_Addition"/>
    public static EpochSums Add(EpochSums left, EpochSums right) => left + right;

    /// <summary>The means.</summary>
    public EpochFigures Figures => new(
        Loss / Samples,
        Metrics.ToDictionary(m => m.Key, m => m.Value.Count == 0 ? double.NaN : m.Value.Sum / m.Value.Count, StringComparer.Ordinal),
        Samples);
}
