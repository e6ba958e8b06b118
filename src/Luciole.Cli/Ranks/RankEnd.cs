namespace Luciole.Cli.Ranks;

/// <summary>How a rank's process ended.</summary>
/// <param name="Rank">Its number.</param>
/// <param name="ExitCode">Its exit code; 128 and more for a signal's number above it.</param>
/// <param name="After">How long after the start of all.</param>
/// <param name="Kill">Whether the launcher killed it, because it did not end.</param>
internal sealed record RankEnd(int Rank, int ExitCode, TimeSpan After, RankKill Kill)
{
    private const int Signalled = 128;

    /// <summary>Ends that are so close together that their order says nothing of cause and effect.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromSeconds(2);

    /// <summary>Whether it ended badly by itself: not done, and not stopped in order.</summary>
    public bool IsFailure => Kill == RankKill.None && ExitCode is not (CommandLine.Success or CommandLine.Stopped);

    /// <summary>Whether a signal ended it.</summary>
    public bool IsSignal => ExitCode > Signalled && ExitCode != CommandLine.Stopped;

    /// <summary>
    /// The rank on which the others failed. When one dies the others fail a moment later, for they wait for it; so of ends that are close
    /// together a signal counts more than an error, and an error of the user's kind more than another.
    /// </summary>
    public static RankEnd? Culprit(IReadOnlyList<RankEnd> ends)
    {
        var failures = ends.Where(e => e.IsFailure).OrderBy(e => e.After).ToList();
        return failures.Count == 0 ? null : failures
            .TakeWhile(e => e.After - failures[0].After <= Together)
            .OrderBy(e => e.IsSignal ? 0 : e.ExitCode == CommandLine.UserError ? 1 : 2).ThenBy(e => e.After).First();
    }

    /// <summary>The end in words, to follow "rank 1 ended".</summary>
    public string Describe() => !IsSignal ? $"with exit code {ExitCode}" : (ExitCode - Signalled) switch
    {
        6 => "by signal 6 (SIGABRT: a library gave up)",
        7 => "by signal 7 (SIGBUS: memory or a file it used went away)",
        9 => "by signal 9 (SIGKILL: somebody killed it, or the system was out of memory)",
        11 => "by signal 11 (SIGSEGV: a fault in a library)",
        15 => "by signal 15 (SIGTERM)",
        var number => $"by signal {number}",
    };
}
