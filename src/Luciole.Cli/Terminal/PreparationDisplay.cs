using Luciole.Data.Preparation;

namespace Luciole.Cli.Terminal;

/// <summary>Shows a preparation as runs are shown.</summary>
internal sealed class PreparationDisplay(TerminalLog log) : IPreparationLog
{
    public void Note(string text) => log.Note(text);

    public void Progress(string what, string unit, double done, double total) => log.Progress(what, unit, done, total);
}
