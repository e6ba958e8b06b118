namespace Luciole.Report;

/// <summary>One organelle of one image in the report. Pictures are numbers that <see cref="ReportFile.AddPicture"/> gave; null where there is none.</summary>
public sealed record ReportRow
{
    /// <summary>The figure's name of the mean of a confidence map.</summary>
    public const string MeanConfidence = "mean confidence";

    /// <summary>The image's name; rows of one name are shown together in colours.</summary>
    public required string Image { get; init; }

    /// <summary>The organelle in the organisers' words: <c>nucleus</c>.</summary>
    public required string Organelle { get; init; }

    /// <summary><c>BF</c>, <c>PC</c> or <c>DIC</c>; null when not known.</summary>
    public string? Modality { get; init; }

    /// <summary>|z - best z| in planes; null when not known.</summary>
    public int? FocusDeviation { get; init; }

    /// <summary>What speaks against trusting the prediction, a word or two each.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Figures by name, as <c>PCC</c>; those that are missing or no numbers stay empty.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>The transmitted-light image.</summary>
    public int? Input { get; init; }

    /// <summary>The true fluorescence.</summary>
    public int? Truth { get; init; }

    /// <summary>The predicted fluorescence.</summary>
    public int? Prediction { get; init; }

    /// <summary>The absolute difference of the scaled images.</summary>
    public int? Difference { get; init; }

    /// <summary>The confidence map.</summary>
    public int? Confidence { get; init; }
}
