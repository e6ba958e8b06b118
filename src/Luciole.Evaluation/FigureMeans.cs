using Luciole.Data.Studies;

namespace Luciole.Evaluation;

/// <summary>Means of an organelle's figures over some images.</summary>
/// <param name="Organelle">The organelle.</param>
/// <param name="Images">Images that have it.</param>
/// <param name="Values">The mean by the figure's name; not a number where there is no image, or one of them has none.</param>
public sealed record FigureMeans(Organelle Organelle, int Images, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>The means over all of the images that have the organelle.</summary>
    public static FigureMeans Of(Organelle organelle, IEnumerable<ImageScores> scores)
    {
        var metrics = scores.Where(s => s.Metrics.ContainsKey(organelle)).Select(s => s.Metrics[organelle]).ToList();
        return new FigureMeans(organelle, metrics.Count, ChallengeFigures.For(organelle).ToDictionary(
            name => name, name => metrics.Count == 0 ? double.NaN : metrics.Average(m => ChallengeFigures.Of(m, name))));
    }
}
