using Luciole.Metrics;

namespace Luciole.Workflows;

/// <summary>How one prediction compares with its target, both normalised to zero mean and unit variance.</summary>
/// <param name="Image">The raw image's file.</param>
/// <param name="Target">The measured fluorescence's file.</param>
/// <param name="Prediction">The predicted image's file.</param>
/// <param name="Metrics">The figures.</param>
public sealed record ImageScore(string Image, string Target, string Prediction, TestMetrics Metrics);
