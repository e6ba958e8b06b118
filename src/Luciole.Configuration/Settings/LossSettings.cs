namespace Luciole.Configuration;

/// <summary>What training makes small (IMAGE_TO_IMAGE; the MAE has its own loss).</summary>
public sealed record LossSettings
{
    /// <summary><c>LOSS.TYPE</c></summary>
    public LossType Type { get; init; } = LossType.MeanAbsoluteError;

    /// <summary><c>LOSS.WEIGHTS</c></summary>
    public IReadOnlyList<double> Weights { get; init; } = [0.66, 0.34];
}
