using System.Globalization;
using System.Text;
using Luciole.Files;

namespace Luciole.Evaluation;

/// <summary>A row for each image and organelle; cells without a value are empty.</summary>
public static class MetricsCsv
{
    /// <summary>Writes the file.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<ImageScores> scores)
    {
        using var file = new AtomicFile(path);
        using (var text = new StreamWriter(file.Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" })
        {
            text.WriteLine($"image_name,organelle,modality,z_deviation,{string.Join(',', ChallengeFigures.All)}");
            foreach (var score in scores)
            {
                foreach (var (organelle, metrics) in score.Metrics.OrderBy(m => m.Key))
                {
                    var figures = ChallengeFigures.All.Select(name => ChallengeFigures.For(organelle).Contains(name) ? Number(ChallengeFigures.Of(metrics, name)) : "");
                    text.WriteLine($"{Quoted(score.Image.Name)},{OrganelleFolders.KeyOf(organelle)},{score.Image.Modality},{score.Image.FocusDeviation},{string.Join(',', figures)}");
                }
            }
        }

        file.Commit();
    }

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string name) =>
        name.AsSpan().IndexOfAny(",\"\n\r") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
