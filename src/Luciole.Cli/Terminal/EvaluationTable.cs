using System.Globalization;
using Luciole.Data.Studies;
using Luciole.Evaluation;

namespace Luciole.Cli.Terminal;

/// <summary>An evaluation's means as text.</summary>
internal static class EvaluationTable
{
    public static string Of(IReadOnlyList<ImageScores> scores)
    {
        var table = new PlainTable(["organelle", "images", .. ChallengeFigures.All]);
        foreach (var organelle in Enum.GetValues<Organelle>())
        {
            var means = FigureMeans.Of(organelle, scores);
            if (means.Images > 0)
                table.Row([OrganelleFolders.KeyOf(organelle), $"{means.Images}", .. ChallengeFigures.All.Select(name => means.Values.TryGetValue(name, out var value) ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "")]);
        }

        return table.ToString();
    }
}
