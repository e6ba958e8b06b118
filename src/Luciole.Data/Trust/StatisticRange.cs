namespace Luciole.Data.Trust;

/// <summary>The smallest and the largest value of a statistic among the training images.</summary>
/// <param name="Lowest">The smallest.</param>
/// <param name="Highest">The largest.</param>
public readonly record struct StatisticRange(double Lowest, double Highest)
{
    // How far beyond the training's range an image may lie, in parts of that range; and, where few images make it narrow, of its values.
    private const double Margin = 0.5;
    private const double LeastMargin = 0.1;

    /// <summary>The range of values, of which there is at least one.</summary>
    public static StatisticRange Of(IReadOnlyCollection<double> values) => new(values.Min(), values.Max());

    /// <summary>
    /// The range and half of its width on either side, at least a tenth of its larger end: what lies there is still like the training.
    /// </summary>
    public StatisticRange Widened()
    {
        var margin = Math.Max(Margin * (Highest - Lowest), LeastMargin * Math.Max(Math.Abs(Lowest), Math.Abs(Highest)));
        return new StatisticRange(Lowest - margin, Highest + margin);
    }

    /// <summary>Half of the smallest to twice the largest: for brightness, which normalisation takes away.</summary>
    public StatisticRange Doubled() => new(Lowest > 0 ? Lowest / 2 : Lowest * 2, Highest > 0 ? Highest * 2 : Highest / 2);

    /// <summary>Whether a value lies in the range, ends included.</summary>
    public bool Contains(double value) => value >= Lowest && value <= Highest;

    /// <summary>The smallest range that holds both.</summary>
    public StatisticRange Join(StatisticRange other) => new(Math.Min(Lowest, other.Lowest), Math.Max(Highest, other.Highest));
}
