namespace Luciole.Data.Normalization;

/// <summary>One row of samples; sample i counts <paramref name="rowWeight"/> * <paramref name="columnWeights"/>[i] times.</summary>
internal delegate void RowVisitor(ReadOnlySpan<float> row, int rowWeight, ReadOnlySpan<int> columnWeights);
