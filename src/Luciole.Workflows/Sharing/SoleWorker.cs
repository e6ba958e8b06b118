namespace Luciole.Workflows.Sharing;

/// <summary>A process by itself: does every unit, in order, whatever was done before.</summary>
public sealed class SoleWorker : IWorkShare
{
    private readonly List<FinishedWork> _finished = [];

    /// <inheritdoc/>
    public IReadOnlyList<FinishedWork> Finished => _finished;

    /// <inheritdoc/>
    public IEnumerable<WorkItem> Take(string task, IReadOnlyList<WorkUnit> units, CancellationToken stop)
    {
        _finished.Clear();
        for (var i = 0; i < units.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            yield return new WorkItem(i, _finished.Add, () => { });
        }
    }
}
