using Luciole.Data.Studies;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Trust;

/// <summary>How an image was taken, told by its name or its metadata.</summary>
public static class InputModality
{
    private static readonly (string Part, Modality Modality)[] s_words =
    [
        ("bright", Modality.BF), ("phase", Modality.PC), ("dic", Modality.DIC), ("differential", Modality.DIC), ("nomarski", Modality.DIC),
    ];

    /// <summary>The modality; null when neither the file's name, nor its first channel's name or contrast method tell.</summary>
    public static Modality? Of(IImageSource image) => Of(image.Name, ImageFile.OmeMetadataOf(image));

    /// <summary>The modality; null when neither the name nor the first channel's name or contrast method tell.</summary>
    public static Modality? Of(string path, OmeMetadata? metadata)
    {
        if (FieldImageName.TryParse(path)?.Modality is { } named)
            return named;
        var channel = metadata?.Channels is [var first, ..] ? first : null;
        return Of(channel?.Name) ?? Of(channel?.ContrastMethod);
    }

    private static Modality? Of(string? text)
    {
        if (text is null)
            return null;
        foreach (var modality in Enum.GetValues<Modality>())
        {
            if (text.Trim().Equals(modality.ToString(), StringComparison.OrdinalIgnoreCase))
                return modality;
        }

        foreach (var (part, modality) in s_words)
        {
            if (text.Contains(part, StringComparison.OrdinalIgnoreCase))
                return modality;
        }

        return null;
    }
}
