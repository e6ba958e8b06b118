namespace Luciole.Checkpoints;

/// <summary>One tensor of a checkpoint, for a table.</summary>
/// <param name="Name">Parameter name.</param>
/// <param name="DType">PyTorch's name of the type.</param>
/// <param name="Shape">Sizes, outermost axis first.</param>
/// <param name="Count">Number of values.</param>
/// <param name="Statistics">Sum and norm, where they were asked for.</param>
public sealed record TensorSummary(string Name, string DType, long[] Shape, long Count, TensorStatistics? Statistics);
