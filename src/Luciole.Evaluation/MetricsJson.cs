using System.Text.Json;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Evaluation;

/// <summary>
/// The organisers' <c>metrics.json</c>: <c>results</c> by image, <c>agregate</c> by organelle, <c>transmitted_light</c> by modality and
/// organelle, <c>z_deviation</c> by organelle and |z - best z|. A mean of nothing is the word NaN, as Python's json writes and reads it.
/// </summary>
public static class MetricsJson
{
    private static readonly Organelle[] s_resultOrder = [Organelle.Nucleus, Organelle.Mitochondria, Organelle.Tubulin, Organelle.Actin];
    private static readonly Modality[] s_modalityOrder = [Modality.BF, Modality.DIC, Modality.PC];

    /// <summary>Writes the file.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<ImageScores> scores)
    {
        using var file = new AtomicFile(path);
        using (var json = new Utf8JsonWriter(file.Stream, new JsonWriterOptions { Indented = true, IndentSize = 4 }))
        {
            json.WriteStartObject();
            WriteResults(json, scores);
            WriteOrganelles(json, "agregate", Present(scores), scores);
            json.WriteStartObject("transmitted_light");
            foreach (var modality in s_modalityOrder)
                WriteOrganelles(json, modality.ToString(), Enum.GetValues<Organelle>(), scores.Where(s => s.Image.Modality == modality));
            json.WriteEndObject();
            WriteDeviations(json, scores);
            json.WriteEndObject();
        }

        file.Commit();
    }

    private static void WriteResults(Utf8JsonWriter json, IReadOnlyList<ImageScores> scores)
    {
        json.WriteStartArray("results");
        foreach (var score in scores)
        {
            json.WriteStartObject();
            json.WriteString("image_name", score.Image.Name);
            foreach (var organelle in s_resultOrder)
            {
                json.WriteStartObject(OrganelleFolders.KeyOf(organelle));
                if (score.Metrics.TryGetValue(organelle, out var metrics))
                {
                    foreach (var name in ChallengeFigures.For(organelle))
                        WriteNumber(json, name, ChallengeFigures.Of(metrics, name));
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDeviations(Utf8JsonWriter json, IReadOnlyList<ImageScores> scores)
    {
        json.WriteStartObject("z_deviation");
        foreach (var organelle in Present(scores))
        {
            var groups = scores.Where(s => s.Image.FocusDeviation is not null && s.Metrics.ContainsKey(organelle)).GroupBy(s => s.Image.FocusDeviation!.Value).OrderBy(g => g.Key).ToList();
            if (groups.Count == 0)
                continue;
            json.WriteStartObject(OrganelleFolders.KeyOf(organelle));
            foreach (var group in groups)
                WriteMeans(json, $"{group.Key}", FigureMeans.Of(organelle, group));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteOrganelles(Utf8JsonWriter json, string key, IEnumerable<Organelle> organelles, IEnumerable<ImageScores> scores)
    {
        var all = scores.ToList();
        json.WriteStartObject(key);
        foreach (var organelle in organelles)
            WriteMeans(json, OrganelleFolders.KeyOf(organelle), FigureMeans.Of(organelle, all));
        json.WriteEndObject();
    }

    private static void WriteMeans(Utf8JsonWriter json, string key, FigureMeans means)
    {
        json.WriteStartObject(key);
        foreach (var (name, value) in means.Values)
            WriteNumber(json, name, value);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string key, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(key, value);
            return;
        }

        json.WritePropertyName(key);
        json.WriteRawValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity", skipInputValidation: true);
    }

    private static IEnumerable<Organelle> Present(IReadOnlyList<ImageScores> scores) =>
        Enum.GetValues<Organelle>().Where(organelle => scores.Any(s => s.Metrics.ContainsKey(organelle)));
}
