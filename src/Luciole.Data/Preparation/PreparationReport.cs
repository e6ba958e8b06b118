using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>
/// The list for the user: one row for every image and everything else among the studies, comma-separated as RFC 4180 has it. Columns:
/// <c>source</c>, <c>study</c>, <c>field</c>, <c>kind</c> (modality or organelle), <c>z</c>, <c>prepared_name</c>, <c>field_side</c>
/// (<c>train</c> or <c>val</c>), one for each organelle and <c>pretraining</c> (the sides whose folders hold the image),
/// <c>placed_as</c>, and <c>note</c> (why it was left out, or what else to know).
/// </summary>
internal static class PreparationReport
{
    private static readonly Organelle[] s_organelles = Enum.GetValues<Organelle>();

    /// <summary>Writes the list.</summary>
    public static void Write(string path, IReadOnlyList<PreparedImage> images, IReadOnlyList<IReadOnlyList<PlacedAs>> placed, IReadOnlyList<LeftOut> leftOut)
    {
        using var file = new AtomicFile(path);
        using (var writer = new StreamWriter(file.Stream, leaveOpen: true))
        {
            Row(writer, ["source", "study", "field", "kind", "z", "prepared_name", "field_side", .. s_organelles.Select(PreparedTree.Root), "pretraining", "placed_as", "note"]);
            for (var i = 0; i < images.Count; i++)
                Row(writer, Cells(images[i], placed[i]));
            foreach (var item in leftOut)
                Row(writer, [item.Source, .. Enumerable.Repeat("", 8 + s_organelles.Length), item.Reason]);
        }

        file.Commit();
    }

    private static IEnumerable<string> Cells(PreparedImage image, IReadOnlyList<PlacedAs> placed)
    {
        var side = image.Side is { } own ? PreparedTree.Name(own) : "";
        return
        [
            image.Source, image.Study, $"{image.Field}", image.Kind, $"{image.Z}", image.Destinations.Count > 0 ? image.Name : "", side,
            .. s_organelles.Select(organelle => image.Organelles.Contains(organelle) ? side : ""),
            string.Join('+', image.Pretraining.Select(PreparedTree.Name)),
            string.Join('+', placed.Distinct().Order().Select(Words)),
            image.Note,
        ];
    }

    private static string Words(PlacedAs placed) => placed switch
    {
        PlacedAs.HardLink => "hard link",
        PlacedAs.SymbolicLink => "symbolic link",
        _ => "copy",
    };

    private static void Row(StreamWriter writer, IEnumerable<string> cells) => writer.Write(string.Join(',', cells.Select(Cell)) + "\r\n");

    private static string Cell(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
