using System.Text;

namespace Luciole.Cli.Terminal;

/// <summary>A table in plain text: columns wide enough for their contents, two blanks between.</summary>
internal sealed class PlainTable
{
    private readonly List<string[]> _rows = [];

    /// <summary>Starts with the names of the columns; without any, the table has no head.</summary>
    public PlainTable(params string[] head)
    {
        if (head.Length > 0)
            _rows.Add(head);
    }

    /// <summary>Adds a row.</summary>
    public PlainTable Row(params string[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var columns = _rows.Max(r => r.Length);
        var widths = Enumerable.Range(0, columns).Select(c => _rows.Max(r => c < r.Length ? r[c].Length : 0)).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            var line = string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c])));
            text.AppendLine(line.TrimEnd());
        }

        return text.ToString().TrimEnd('\n');
    }
}
