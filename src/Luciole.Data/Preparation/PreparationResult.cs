namespace Luciole.Data.Preparation;

/// <summary>What a preparation made.</summary>
/// <param name="Counts">What the organelles' folders hold, by modality and in all.</param>
/// <param name="PretrainingImages">Images to pre-train on.</param>
/// <param name="PretrainingValidationImages">Images to validate pre-training with.</param>
/// <param name="LeftOut">How many images and other files went nowhere, by reason.</param>
/// <param name="Report">The list of what is where.</param>
public sealed record PreparationResult(
    IReadOnlyList<OrganelleCount> Counts,
    int PretrainingImages,
    int PretrainingValidationImages,
    IReadOnlyDictionary<string, int> LeftOut,
    string Report);
