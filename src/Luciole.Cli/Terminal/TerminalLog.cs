using Luciole.Workflows;

namespace Luciole.Cli.Terminal;

/// <summary>Shows a run on the terminal.</summary>
internal sealed class TerminalLog(TerminalOutput output) : IRunLog
{
    private readonly ProgressLine _line = new(output, !Console.IsErrorRedirected);
    private ProgressDisplay? _progress;
    private string _shown = "";

    public void Line(string text) => output.Line(text);

    public void Note(string text) => output.Error($"note: {text}");

    public void Progress(string line) => _line.Show(line);

    public void Progress(string what, string unit, double done, double total, string details = "")
    {
        if (_progress is null || _shown != what)
        {
            _progress = new ProgressDisplay(output, what, unit, !Console.IsErrorRedirected);
            _shown = what;
        }

        _progress.Show(done, total, details);
    }
}
