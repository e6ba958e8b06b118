using System.Globalization;
using System.Text.RegularExpressions;

namespace Luciole.Data.Studies;

/// <summary>
/// What a LightMyCells file name says: <c>image_53_BF_z0.ome.tiff</c> and <c>image_53_Nucleus.ome.tiff</c> inside a study's folder,
/// <c>Study_3_BF_image_53_BF_z0.ome.tiff</c> where studies were put together. Exactly one of <paramref name="Modality"/> and
/// <paramref name="Organelle"/> is given.
/// </summary>
/// <param name="Study">The study's folder name where the file name carries it, for instance <c>Study_3</c>.</param>
/// <param name="Field">The number of the field of view.</param>
/// <param name="Modality">The modality of a transmitted-light image.</param>
/// <param name="Z">The z-plane of a transmitted-light image.</param>
/// <param name="Organelle">The organelle of a fluorescence image.</param>
public sealed partial record FieldImageName(string? Study, int Field, Modality? Modality, int? Z, Organelle? Organelle)
{
    /// <summary>Reads a file name or path; <see langword="null"/> when it is not named in this way.</summary>
    public static FieldImageName? TryParse(string path)
    {
        var match = Pattern().Match(Path.GetFileName(path));
        if (!match.Success || !int.TryParse(match.Groups["field"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var field))
            return null;
        var study = match.Groups["study"] is { Success: true } group ? group.Value : null;
        if (match.Groups["organelle"] is { Success: true } organelle)
            return new FieldImageName(study, field, null, null, Enum.Parse<Organelle>(organelle.ValueSpan));
        if (!int.TryParse(match.Groups["z"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var z))
            return null;
        return new FieldImageName(study, field, Enum.Parse<Modality>(match.Groups["modality"].ValueSpan), z, null);
    }

    [GeneratedRegex(
        @"^(?:(?<study>.+)_(?:BF|PC|DIC)_)?image_(?<field>\d+)_(?:(?<modality>BF|PC|DIC)_z(?<z>\d+)|(?<organelle>Nucleus|Mitochondria|Actin|Tubulin))(?:\.ome)?\.(?i:tiff?|npy)$",
        RegexOptions.None,
        1000)]
    private static partial Regex Pattern();
}
