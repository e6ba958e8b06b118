namespace Luciole.Benchmarks;

/// <summary>How often a <see cref="Timing"/> repeats its work.</summary>
/// <param name="Repeats">Measured repeats, of which the median counts.</param>
/// <param name="WarmUp">Processor time before, in which the runtime may compile the work well.</param>
internal readonly record struct TimingEffort(int Repeats, TimeSpan WarmUp)
{
    /// <summary>For figures to quote.</summary>
    public static TimingEffort Full { get; } = new(9, TimeSpan.FromSeconds(2));

    /// <summary>To see that it works.</summary>
    public static TimingEffort Quick { get; } = new(1, TimeSpan.Zero);
}
