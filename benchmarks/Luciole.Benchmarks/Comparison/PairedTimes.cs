using Luciole.Benchmarks.Workers;

namespace Luciole.Benchmarks.Comparison;

/// <summary>What two workers needed for the same work, asked in turn.</summary>
/// <param name="Luciole">Luciole's runs.</param>
/// <param name="PyTorch">PyTorch's, pair by pair.</param>
/// <param name="Deviation">How far the results were apart: outputs relative to the largest, or first losses relative to each other.</param>
/// <param name="Idle">The larger share of a core that a worker used while it was the other one's turn.</param>
internal sealed record PairedTimes(IReadOnlyList<WorkDone> Luciole, IReadOnlyList<WorkDone> PyTorch, double Deviation, double Idle)
{
    /// <summary>Above this a waiting worker disturbed the other.</summary>
    public const double MostIdle = 0.05;

    /// <summary>Median of Luciole's seconds.</summary>
    public double LucioleSeconds => Statistics.Median(Luciole.Select(d => d.Seconds));

    /// <summary>Median of PyTorch's seconds.</summary>
    public double PyTorchSeconds => Statistics.Median(PyTorch.Select(d => d.Seconds));

    /// <summary>Median of the pairs' ratios: how many times quicker Luciole is.</summary>
    public double Ratio => Statistics.Median(Ratios);

    /// <summary>Several measurements of the same work as one.</summary>
    public static PairedTimes Join(IReadOnlyList<PairedTimes> rounds) => new(
        [.. rounds.SelectMany(r => r.Luciole)], [.. rounds.SelectMany(r => r.PyTorch)], rounds.Max(r => r.Deviation), rounds.Max(r => r.Idle));

    /// <summary>PyTorch's seconds by Luciole's, for each pair.</summary>
    public IEnumerable<double> Ratios => PyTorch.Zip(Luciole, (p, l) => p.Seconds / l.Seconds);
}
