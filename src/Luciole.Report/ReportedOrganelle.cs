namespace Luciole.Report;

/// <summary>One organelle of a predicted image.</summary>
public sealed record ReportedOrganelle
{
    /// <summary>What it is: <c>nucleus</c>, or another word.</summary>
    public required string Name { get; init; }

    /// <summary>The predicted fluorescence.</summary>
    public required PictureSource Prediction { get; init; }

    /// <summary>The true fluorescence; null when not known.</summary>
    public PictureSource? Truth { get; init; }

    /// <summary>The confidence map; null when there is none.</summary>
    public PictureSource? Confidence { get; init; }

    /// <summary>The mean of that, 0 to 1; null when not known.</summary>
    public double? MeanConfidence { get; init; }
}
