using System.Text;

namespace Luciole.Workflows.Journal;

/// <summary>Columns of text, each as wide as its longest cell, two blanks between.</summary>
internal static class TextTable
{
    /// <summary>The table.</summary>
    /// <param name="rows">Rows of equally many cells.</param>
    /// <param name="rightAligned">Numbers of the columns whose cells end together, as numbers do.</param>
    public static string Of(IReadOnlyList<string[]> rows, params ReadOnlySpan<int> rightAligned)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var line = new StringBuilder();
            for (var c = 0; c < row.Length; c++)
                line.Append(rightAligned.Contains(c) ? row[c].PadLeft(widths[c]) : row[c].PadRight(widths[c])).Append("  ");
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
