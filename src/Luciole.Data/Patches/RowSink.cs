namespace Luciole.Data.Patches;

/// <summary>Receives finished rows <c>[row, X, C]</c> of an image, from top to bottom, each once.</summary>
/// <param name="firstRow">The image row of the first of them.</param>
/// <param name="rowCount">How many.</param>
/// <param name="rows">Their samples; only valid during the call, and may be changed.</param>
public delegate void RowSink(int firstRow, int rowCount, Span<float> rows);
