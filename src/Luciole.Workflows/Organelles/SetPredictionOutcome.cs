namespace Luciole.Workflows.Organelles;

/// <summary>What a set of models made of images.</summary>
/// <param name="Images">One for each image or stack that was predicted.</param>
/// <param name="Failures">One sentence for each that could not be.</param>
/// <param name="TrustFile">The table of confidence and flags; null when it was not asked for.</param>
public sealed record SetPredictionOutcome(IReadOnlyList<PredictedStack> Images, IReadOnlyList<string> Failures, string? TrustFile)
{
    /// <summary>All images that were written, confidence maps included, each once.</summary>
    public IEnumerable<string> Files => Images
        .SelectMany(image => image.Organelles.Select(o => o.File).Concat(image.Organelles.Select(o => o.ConfidenceFile).OfType<string>()))
        .Distinct(StringComparer.Ordinal);
}
