namespace Luciole.Workflows.Tests;

/// <summary>Keeps what a run tells.</summary>
internal sealed class RecordedLog : IRunLog
{
    public List<string> Lines { get; } = [];

    public List<string> Notes { get; } = [];

    public List<string> Steps { get; } = [];

    public void Line(string text) => Lines.Add(text);

    public void Note(string text) => Notes.Add(text);

    public void Progress(string what, string unit, double done, double total, string details = "") => Steps.Add($"{what} {done}/{total} {unit}");
}
