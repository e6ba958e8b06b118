using System.Text;

namespace Luciole.Benchmarks.Report;

/// <summary>A table of text: the first column to the left, the others to the right, padded so that it reads in a terminal too.</summary>
internal sealed class MarkdownTable(params string[] header)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row with a cell for each column.</summary>
    public void Add(params string[] cells)
    {
        if (cells.Length != header.Length)
            throw new ArgumentException($"{cells.Length} cells for {header.Length} columns.", nameof(cells));
        _rows.Add(cells);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var widths = header.Select((title, column) => _rows.Select(r => r[column].Length).Append(title.Length).Append(3).Max()).ToArray();
        var text = new StringBuilder();
        Append(text, header, widths);
        text.Append('|').AppendJoin('|', widths.Select((w, column) => column == 0 ? new string('-', w + 2) : new string('-', w + 1) + ":")).Append("|\n");
        foreach (var row in _rows)
            Append(text, row, widths);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string[] cells, int[] widths) =>
        text.Append("| ").AppendJoin(" | ", cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).Append(" |\n");
}
