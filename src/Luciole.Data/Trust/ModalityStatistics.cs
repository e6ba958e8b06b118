using Luciole.Files;

namespace Luciole.Data.Trust;

/// <summary>The ranges of the statistics of all training images of one modality.</summary>
/// <param name="Images">How many images were measured.</param>
/// <param name="Ranges">A range for each of <see cref="Names"/>.</param>
public sealed record ModalityStatistics(int Images, IReadOnlyDictionary<string, StatisticRange> Ranges)
{
    /// <summary>The name of <see cref="InputStatistics.Focus"/>.</summary>
    public const string Focus = "focus";

    /// <summary>The name of <see cref="InputStatistics.Saturated"/>.</summary>
    public const string Saturated = "saturated";

    private static readonly (string Name, Func<InputStatistics, double> Of)[] s_all =
    [
        ("mean", s => s.Mean),
        ("standard_deviation", s => s.StandardDeviation),
        ("skewness", s => s.Skewness),
        ("low", s => s.Low),
        ("high", s => s.High),
        ("grain", s => s.Grain),
        (Focus, s => s.Focus),
        (Saturated, s => s.Saturated),
    ];

    /// <summary>The statistics whose ranges are kept.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_all.Select(s => s.Name)];

    /// <summary>The value of a statistic by its name.</summary>
    public static double ValueOf(InputStatistics statistics, string name) => s_all.First(s => s.Name == name).Of(statistics);

    /// <summary>The ranges of measured images.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static ModalityStatistics Of(IReadOnlyCollection<InputStatistics> images) => images.Count == 0
        ? throw new InputException("There is no image to measure training statistics of; name a folder of training images.")
        : new ModalityStatistics(images.Count, s_all.ToDictionary(s => s.Name, s => StatisticRange.Of([.. images.Select(s.Of)]), StringComparer.Ordinal));

    /// <summary>The range that an image must lie in to be like these.</summary>
    public StatisticRange Allowed(string name) => name is "mean" or "standard_deviation" ? Ranges[name].Doubled() : Ranges[name].Widened();

    /// <summary>The ranges of these images and others.</summary>
    public ModalityStatistics Join(ModalityStatistics other) => new(
        Images + other.Images, Ranges.ToDictionary(r => r.Key, r => r.Value.Join(other.Ranges[r.Key]), StringComparer.Ordinal));
}
