using Luciole.Data.Trust;

namespace Luciole.Workflows.Organelles;

/// <summary>What is known of a stack before it is predicted.</summary>
/// <param name="Planes">The planes to predict, by their place in the stack.</param>
/// <param name="Depth">Planes of the output.</param>
/// <param name="Judged">The plane that stands for the stack: the only one, the sharpest one, or, when focus was not measured, the first.</param>
/// <param name="Modality"><c>BF</c>, <c>PC</c> or <c>DIC</c>; null when not known.</param>
/// <param name="Focus">The focus of the judged plane; null when it was not measured.</param>
/// <param name="Flags">Why not to trust the prediction; null when it was not judged.</param>
internal sealed record StackFacts(IReadOnlyList<int> Planes, int Depth, int Judged, string? Modality, double? Focus, IReadOnlyList<TrustFlag>? Flags)
{
    /// <summary>Looks at a stack.</summary>
    /// <exception cref="Luciole.Files.InputException">It is damaged.</exception>
    public static StackFacts Of(StackPlanes planes, SetPredictionOptions options, IReadOnlyList<OrganelleModel> models, CancellationToken stop)
    {
        var scores = planes.Count > 1 && (options.Focus == StackFocus.Best || options.Confidence) ? planes.FocusScores(stop) : null;
        var judged = scores is null ? 0 : Enumerable.Range(0, scores.Count).MaxBy(plane => scores[plane]);
        var all = Enumerable.Range(0, planes.Count).ToList();
        var (chosen, depth) = options.Focus switch
        {
            StackFocus.Best => ([judged], 1),
            StackFocus.Mean => (all, 1),
            _ => (all, all.Count),
        };
        using var image = planes.Open(judged);
        var modality = InputModality.Of(image)?.ToString();
        if (!options.Confidence)
            return new StackFacts(chosen, depth, judged, modality, scores?[judged], null);
        var statistics = InputStatistics.Measure(image);
        return new StackFacts(chosen, depth, judged, modality, statistics.Focus, Judge(statistics, modality, models));
    }

    // One flag of a kind for all organelles; what only some models say is said of them.
    private static List<TrustFlag> Judge(InputStatistics statistics, string? modality, IReadOnlyList<OrganelleModel> models)
    {
        var said = models.SelectMany(model => TrustJudge.Judge(statistics, modality, model.Training).Select(flag => (model.Channel, Flag: flag)))
            .GroupBy(s => s.Flag, (flag, by) => (flag, By: by.Select(s => s.Channel).ToList()));
        return [.. said
            .GroupBy(s => s.flag.Kind)
            .OrderBy(g => g.Key)
            .Select(g => new TrustFlag(g.Key, string.Join("; ", g.Select(s => s.By.Count == models.Count ? s.flag.Text : $"{string.Join(", ", s.By)}: {s.flag.Text}"))))];
    }
}
