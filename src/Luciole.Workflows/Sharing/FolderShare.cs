using Luciole.Files;

namespace Luciole.Workflows.Sharing;

/// <summary>
/// Shares units of work among all processes that write to one output folder, by files in it: ranks of a run, or independent jobs on
/// machines with a common file system. A process takes a unit by creating its claim; it keeps it as long as its pulse beats. Units of a
/// process that died are done by the others, and units that are done are left alone by a later start.
/// </summary>
/// <param name="outputFolder">The folder.</param>
/// <param name="note">Told what to know: units taken over, and that others are waited for.</param>
/// <param name="timing">How long a claim outlives its owner; null for the usual.</param>
public sealed class FolderShare(string outputFolder, Action<string> note, ShareTiming? timing = null) : IWorkShare
{
    private readonly ShareTiming _timing = timing ?? new ShareTiming();
    private FinishedWork?[] _finished = [];

    /// <inheritdoc/>
    public IReadOnlyList<FinishedWork> Finished => [.. _finished.OfType<FinishedWork>()];

    /// <inheritdoc/>
    public IEnumerable<WorkItem> Take(string task, IReadOnlyList<WorkUnit> units, CancellationToken stop)
    {
        _finished = new FinishedWork?[units.Count];
        var marks = new ShareMarks(outputFolder, task);
        var owner = ClaimOwner.OfThisProcess();
        using var pulse = new OwnerPulse(marks.Pulse(owner.Id), _timing.Pulse);
        var board = new ClaimBoard(marks, owner, _timing.Lease, units);
        var isTold = false;
        while (_finished.Contains(null))
        {
            var took = false;
            for (var i = 0; i < units.Count; i++)
            {
                stop.ThrowIfCancellationRequested();
                if (_finished[i] is not null || (_finished[i] = board.EndOf(i)) is not null)
                    continue;
                if (board.TryTake(i, out var number))
                {
                    if (number > 1)
                        note($"{units[i].Name}: taken over from a process that ended.");
                    took = true;
                    yield return Item(board, i, number);
                }
            }

            if (took || !_finished.Contains(null))
                continue;
            if (!isTold)
                note($"waiting for {_finished.Count(f => f is null)} images that other processes are making.");
            isTold = true;
            stop.WaitHandle.WaitOne(_timing.Poll);
        }
    }

    private WorkItem Item(ClaimBoard board, int index, int number) => new(
        index,
        finished =>
        {
            board.End(finished, number);
            _finished[index] = finished;
        },
        () => board.Release(index, number));
}
