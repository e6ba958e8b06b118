using Luciole.Files;

namespace Luciole.Workflows.Sharing;

/// <summary>Takes, ends and gives back units by their marks, and reads how those of others ended.</summary>
internal sealed class ClaimBoard
{
    private readonly ShareMarks _marks;
    private readonly ClaimOwner _self;
    private readonly OwnerWatch _watch;
    private readonly IReadOnlyList<WorkUnit> _units;

    // Failures from before this process began are tried again: the image or the disk may have been mended since.
    private readonly string?[] _earlierFailures;

    public ClaimBoard(ShareMarks marks, ClaimOwner self, TimeSpan lease, IReadOnlyList<WorkUnit> units)
    {
        (_marks, _self, _units) = (marks, self, units);
        _watch = new OwnerWatch(self, marks.Pulse, lease);
        _earlierFailures = [.. units.Select(u => ShareMarks.Read(marks.Failed(u)))];
    }

    /// <summary>How a unit ended; null while it has not.</summary>
    public FinishedWork? EndOf(int index)
    {
        var unit = _units[index];
        if (ShareMarks.Read(_marks.Done(unit)) is { } done)
        {
            var end = done.IndexOf('\n', StringComparison.Ordinal);
            if (end >= 0 && Stamp(unit) is { } stamp && done.AsSpan(0, end).SequenceEqual(stamp))
                return new FinishedWork(index, done[(end + 1)..], null, false);
        }

        if (ShareMarks.Read(_marks.Failed(unit)) is not { } failed || failed == _earlierFailures[index])
            return null;
        return new FinishedWork(index, "", failed[(failed.IndexOf('\n', StringComparison.Ordinal) + 1)..], false);
    }

    /// <summary>Takes a unit if nobody has it, or if who had it is lost.</summary>
    /// <param name="index">The unit.</param>
    /// <param name="number">The number of the claim: how many had it, this process included.</param>
    public bool TryTake(int index, out int number)
    {
        for (number = 1; ; number++)
        {
            var claim = _marks.Claim(_units[index], number);
            if (ShareMarks.Read(claim) is { } text)
            {
                if (_watch.IsLost(claim, text))
                    continue;
                return false;
            }

            if (!ShareMarks.TryCreate(claim, _self.ToString()))
                return false;
            // Who finished it may have taken its claim away just before; and a network file system knows it for sure only after it wrote.
            if (EndOf(index) is null)
                return true;
            ShareMarks.Delete(claim);
            return false;
        }
    }

    /// <summary>Writes down how a unit that this process took has ended.</summary>
    /// <exception cref="InputException">An output is not there, or the mark cannot be written.</exception>
    public void End(FinishedWork finished, int number)
    {
        var unit = _units[finished.Index];
        if (finished.Failure is { } failure)
        {
            AtomicFile.WriteAllText(_marks.Failed(unit), $"{_self.Id}\n{failure}");
        }
        else
        {
            var stamp = Stamp(unit) ?? throw new InputException($"{unit.Name}: an output or input vanished before it was finished; let nobody delete files of {string.Join(", ", unit.Outputs)} meanwhile.");
            AtomicFile.WriteAllText(_marks.Done(unit), $"{stamp}\n{finished.Report}");
            ShareMarks.Delete(_marks.Failed(unit));
        }

        for (var n = 1; n <= number; n++)
            ShareMarks.Delete(_marks.Claim(unit, n));
    }

    /// <summary>Gives a unit back.</summary>
    public void Release(int index, int number) => ShareMarks.Delete(_marks.Claim(_units[index], number));

    private static string? Stamp(WorkUnit unit) =>
        FileStamp.Of(unit.Inputs) is { } inputs && FileStamp.Of(unit.Outputs) is { } outputs ? $"{inputs} > {outputs}" : null;
}
