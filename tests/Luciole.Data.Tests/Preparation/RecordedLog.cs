using Luciole.Data.Preparation;

namespace Luciole.Data.Tests.Preparation;

/// <summary>Remembers notes, and does something at the first sign of progress.</summary>
internal sealed class RecordedLog : IPreparationLog
{
    public List<string> Notes { get; } = [];

    public Action? AtProgress { get; set; }

    public void Note(string text) => Notes.Add(text);

    public void Progress(string what, string unit, double done, double total) => AtProgress?.Invoke();
}
