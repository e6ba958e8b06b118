namespace Luciole.Workflows.Journal.Charts;

/// <summary>A curve of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Color">Its colour as CSS writes it, for instance <c>#2a6fbb</c>.</param>
/// <param name="Points">Its points from left to right; a value that is not finite is a gap.</param>
internal sealed record ChartSeries(string Name, string Color, IReadOnlyList<(double X, double Y)> Points);
