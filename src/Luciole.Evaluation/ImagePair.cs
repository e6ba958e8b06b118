namespace Luciole.Evaluation;

/// <summary>Two files to compare.</summary>
/// <param name="Prediction">The prediction's path.</param>
/// <param name="Truth">The ground truth's path.</param>
public sealed record ImagePair(string Prediction, string Truth);
