namespace Luciole.Training;

/// <summary>
/// How a loss is scaled so that the small gradients of half precision do not vanish (Micikevicius et al., "Mixed Precision Training").
/// The factors are powers of 2, so that scaling rounds nothing.
/// </summary>
public sealed record LossScalingRule
{
    /// <summary>The scale at the start.</summary>
    public double Initial { get; init; } = 65536;

    /// <summary>What the scale is multiplied by after <see cref="GrowthInterval"/> steps without an infinite gradient.</summary>
    public double Growth { get; init; } = 2;

    /// <summary>What it is multiplied by after a step whose gradient was not finite, which is skipped.</summary>
    public double Backoff { get; init; } = 0.5;

    /// <summary>Steps from one growth to the next.</summary>
    public int GrowthInterval { get; init; } = 2000;

    /// <summary>The largest scale.</summary>
    public double Most { get; init; } = 1 << 24;
}
