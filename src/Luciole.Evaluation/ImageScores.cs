using Luciole.Data.Studies;
using Luciole.Metrics;

namespace Luciole.Evaluation;

/// <summary>The figures of one image.</summary>
/// <param name="Image">What was compared.</param>
/// <param name="Metrics">The figures of each organelle that has a truth.</param>
public sealed record ImageScores(EvaluatedImage Image, IReadOnlyDictionary<Organelle, ChallengeMetrics> Metrics);
