namespace Luciole.Cli.Terminal;

/// <summary>
/// The newest line about long work: on a terminal one line that is rewritten, as wide as the terminal at most; a plain line now and
/// then when the output goes to a file or a pipe.
/// </summary>
internal sealed class ProgressLine(TerminalOutput output, bool isTerminal, TimeProvider? clock = null)
{
    private static readonly TimeSpan s_terminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_plainInterval = TimeSpan.FromSeconds(20);
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private long? _shownAt;

    /// <summary>Shows the line unless one was shown a moment ago.</summary>
    public void Show(string text)
    {
        if (_shownAt is { } shownAt && _clock.GetElapsedTime(shownAt) < (isTerminal ? s_terminalInterval : s_plainInterval))
            return;
        _shownAt = _clock.GetTimestamp();
        if (isTerminal)
            output.Progress(Cut(text, Console.WindowWidth));
        else
            output.Error(text);
    }

    /// <summary>A line that leaves the last column of a terminal free: a longer one would wrap, and its beginning stay. 0 or less: unknown.</summary>
    public static string Cut(string text, int width) => width > 1 && text.Length >= width ? text[..(width - 1)] : text;
}
