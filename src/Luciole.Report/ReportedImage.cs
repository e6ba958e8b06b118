namespace Luciole.Report;

/// <summary>A predicted image as a report shows it.</summary>
public sealed record ReportedImage
{
    /// <summary>Its name; names differ.</summary>
    public required string Name { get; init; }

    /// <summary>The transmitted-light image.</summary>
    public required PictureSource Input { get; init; }

    /// <summary><c>BF</c>, <c>PC</c> or <c>DIC</c>; null when not known.</summary>
    public string? Modality { get; init; }

    /// <summary>What speaks against trusting the prediction, a word or two each: <c>out of focus</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>What was predicted from it.</summary>
    public required IReadOnlyList<ReportedOrganelle> Organelles { get; init; }
}
