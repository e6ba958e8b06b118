namespace Luciole.Workflows;

/// <summary>What a prediction run made, the processes that it shared the images with included.</summary>
/// <param name="Files">The files written, in the images' order.</param>
/// <param name="Scores">One a predicted image with a target.</param>
/// <param name="Failures">One sentence for each image that could not be predicted.</param>
public sealed record PredictionOutcome(IReadOnlyList<string> Files, IReadOnlyList<ImageScore> Scores, IReadOnlyList<string> Failures);
