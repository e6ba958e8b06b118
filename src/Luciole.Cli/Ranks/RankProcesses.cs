using System.Diagnostics;
using Luciole.Torch.Distributed;

namespace Luciole.Cli.Ranks;

/// <summary>The processes of all ranks. None outlives this object.</summary>
internal sealed class RankProcesses : IDisposable
{
    private static readonly TimeSpan s_longestGlance = TimeSpan.FromSeconds(1);
    private readonly List<RankProcess> _processes = [];
    private readonly List<RankEnd> _ends = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _last;
    private readonly DirectoryInfo _meeting = Directory.CreateTempSubdirectory("luciole-ranks-");

    /// <summary>Starts them.</summary>
    public RankProcesses(int ranks, IReadOnlyList<string> command, bool keepResults)
    {
        try
        {
            for (var rank = 0; rank < ranks; rank++)
                _processes.Add(new RankProcess(command, new RankPlace(rank, ranks, rank), Path.Combine(_meeting.FullName, "meeting"), keepResults));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Those that ended, in the order in which that was seen.</summary>
    public IReadOnlyList<RankEnd> Ends => _ends;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>The process of an end.</summary>
    public RankProcess Of(RankEnd end) => _processes[end.Rank];

    /// <summary>Whether those that still run were all halted by a signal.</summary>
    public bool AreHalted => Running.All(p => p.IsHalted);

    /// <summary>How long some rank was seen to be halted. While this process was halted too, as by Ctrl-Z, does not count.</summary>
    public TimeSpan HaltedFor { get; private set; }

    private IEnumerable<RankProcess> Running => _processes.Where(p => _ends.TrueForAll(e => e.Rank != p.Rank));

    /// <summary>Waits a moment, or until asked to stop, and sees who has ended.</summary>
    public void Wait(TimeSpan moment, CancellationToken stop)
    {
        stop.WaitHandle.WaitOne(moment);
        foreach (var process in Running.ToList())
        {
            if (process.EndBy(_clock) is { } end)
                _ends.Add(end);
        }

        var passed = _clock.Elapsed - _last;
        _last += passed;
        HaltedFor = !Running.Any(p => p.IsHalted) ? TimeSpan.Zero : HaltedFor + (passed < s_longestGlance ? passed : TimeSpan.Zero);
    }

    /// <summary>Asks those that still run to end in order.</summary>
    public void AskToStop()
    {
        foreach (var process in Running)
            process.AskToStop();
    }

    /// <summary>Ends those that are halted.</summary>
    public void KillHalted()
    {
        foreach (var process in Running.Where(p => p.IsHalted))
            process.Kill();
    }

    /// <summary>Ends those that still run at once.</summary>
    public void Kill()
    {
        foreach (var process in Running)
            process.Kill();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        foreach (var process in _processes)
            process.Dispose();
        try
        {
            _meeting.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty folder among temporary files.
        }
    }
}
