namespace Luciole.Cli.Terminal;

/// <summary>Where the program speaks: results to standard output, notes, warnings and progress to standard error.</summary>
internal sealed class TerminalOutput(TextWriter results, TextWriter messages)
{
    private readonly Lock _lock = new();
    private bool _lineOpen;

    /// <summary>Says nothing.</summary>
    public static TerminalOutput Silent() => new(TextWriter.Null, TextWriter.Null);

    /// <summary>Who speaks, before each message, where several processes share a terminal; null: nobody in particular.</summary>
    public string? Speaker { get; set; }

    /// <summary>A line of the result.</summary>
    public void Line(string text = "") => Write(results, text);

    /// <summary>A warning, note or error.</summary>
    public void Error(string text) => Write(messages, Speaker is null ? text : $"{Speaker}: {text}");

    /// <summary>Replaces the progress line on a terminal.</summary>
    public void Progress(string text)
    {
        lock (_lock)
        {
            messages.Write($"\r\u001b[K{text}");
            messages.Flush();
            _lineOpen = true;
        }
    }

    private void Write(TextWriter writer, string text)
    {
        lock (_lock)
        {
            if (_lineOpen)
                messages.Write("\r\u001b[K");
            _lineOpen = false;
            writer.WriteLine(text);
            writer.Flush();
        }
    }
}
