using Luciole.Data.Studies;

namespace Luciole.Data.Preparation;

/// <summary>An image of a study and the places it gets.</summary>
/// <param name="Study">Its study.</param>
/// <param name="Field">Its field of view.</param>
/// <param name="Source">Its file.</param>
/// <param name="Name">Its name in the prepared folders; empty for a target without raw images.</param>
/// <param name="Kind">Its modality or organelle, as in LightMyCells' names.</param>
/// <param name="Z">The plane of a transmitted-light image.</param>
public sealed record PreparedImage(string Study, int Field, string Source, string Name, string Kind, int? Z)
{
    /// <summary>The side of its field, the same for all organelles; <see langword="null"/> for a field without a pair of images.</summary>
    public PreparedSide? Side { get; init; }

    /// <summary>The organelles it is raw image or target of.</summary>
    public IReadOnlyList<Organelle> Organelles { get; init; } = [];

    /// <summary>The folders for pre-training that it goes to.</summary>
    public IReadOnlyList<PreparedSide> Pretraining { get; init; } = [];

    /// <summary>Its files, relative to the output folder.</summary>
    public IReadOnlyList<string> Destinations { get; init; } = [];

    /// <summary>Why it goes nowhere, or less far than others.</summary>
    public string Note { get; init; } = "";
}
