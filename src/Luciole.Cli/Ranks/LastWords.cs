namespace Luciole.Cli.Ranks;

/// <summary>The last lines that a process wrote.</summary>
internal sealed class LastWords
{
    private const int MostLines = 20;
    private const int LongestLine = 500;
    private readonly Queue<string> _lines = new();
    private readonly Lock _lock = new();

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <summary>A line was written.</summary>
    public void Add(string line)
    {
        lock (_lock)
        {
            _lines.Enqueue(line.Length <= LongestLine ? line : line[..LongestLine] + " ...");
            if (_lines.Count > MostLines)
                _lines.Dequeue();
        }
    }
}
