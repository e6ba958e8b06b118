namespace Luciole.Workflows.Sharing;

/// <summary>A unit that this process has taken. Disposed without an end it is free for others.</summary>
public sealed class WorkItem : IDisposable
{
    private readonly Action<FinishedWork> _finish;
    private readonly Action _release;
    private bool _isOver;

    internal WorkItem(int index, Action<FinishedWork> finish, Action release) => (Index, _finish, _release) = (index, finish, release);

    /// <summary>Its place in the list of units.</summary>
    public int Index { get; }

    /// <summary>Its outputs are complete.</summary>
    /// <param name="report">What to tell of it to whoever sums up, for instance scores as JSON.</param>
    public void Done(string report = "") => End(new FinishedWork(Index, report, null, true));

    /// <summary>It cannot be made, for a reason that lies in itself; the other processes leave it alone.</summary>
    /// <param name="reason">Why, in a sentence.</param>
    public void Fail(string reason) => End(new FinishedWork(Index, "", reason, true));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOver)
            return;
        _isOver = true;
        _release();
    }

    private void End(FinishedWork finished)
    {
        if (_isOver)
            throw new InvalidOperationException("The unit is finished or was given back.");
        _finish(finished);
        _isOver = true;
    }
}
