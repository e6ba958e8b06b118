using System.Globalization;
using System.Text;
using Luciole.Files;

namespace Luciole.Workflows.Organelles;

/// <summary>The table <c>trust.csv</c>: a row for each image, with its flag, the reasons, and the mean confidence of each organelle.</summary>
internal static class TrustTable
{
    /// <summary>The file's name in the output folder.</summary>
    public const string FileName = "trust.csv";

    /// <summary>Writes the table.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<string> channels, IReadOnlyList<PredictedStack> images)
    {
        var text = new StringBuilder("image,trust,reasons,modality,plane,focus");
        foreach (var channel in channels)
            text.Append(CultureInfo.InvariantCulture, $",{Quoted($"confidence {channel.ToLowerInvariant()}")}");
        text.Append('\n');
        foreach (var image in images)
        {
            var flags = image.Flags ?? [];
            text.Append(string.Join(
                ',',
                [
                    Quoted(image.Name),
                    flags.Count == 0 ? "ok" : Quoted(string.Join(", ", flags.Select(f => f.Name))),
                    Quoted(string.Join("; ", flags.Select(f => f.Text))),
                    image.Modality ?? "",
                    image.Plane?.ToString(CultureInfo.InvariantCulture) ?? "",
                    image.Focus?.ToString("G5", CultureInfo.InvariantCulture) ?? "",
                    .. image.Organelles.Select(o => o.MeanConfidence?.ToString("G5", CultureInfo.InvariantCulture) ?? ""),
                ]));
            text.Append('\n');
        }

        AtomicFile.WriteAllText(path, text.ToString());
    }

    private static string Quoted(string text) =>
        text.Length == 0 || text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '_' or '-' or '.') ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
