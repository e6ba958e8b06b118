namespace Luciole.Workflows;

/// <summary>What a run of reconstructions made.</summary>
/// <param name="Files">The files written, three for each image.</param>
/// <param name="Scores">One for each image.</param>
/// <param name="Failures">One sentence for each image that could not be reconstructed.</param>
public sealed record ReconstructionOutcome(IReadOnlyList<string> Files, IReadOnlyList<ReconstructionScore> Scores, IReadOnlyList<string> Failures);
