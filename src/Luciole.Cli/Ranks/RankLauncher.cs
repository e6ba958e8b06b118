using System.Diagnostics;
using Luciole.Cli.Terminal;
using Luciole.Torch.Distributed;

namespace Luciole.Cli.Ranks;

/// <summary>
/// Starts the ranks of one machine and looks after them: passes a stop on, ends the others when one fails, and says which one it was and
/// what it said last.
/// </summary>
/// <param name="output">Told what happened.</param>
/// <param name="stop">Asks all ranks for an orderly end.</param>
/// <param name="grace">How long ranks have to end by themselves after one has failed; null: <see cref="Grace"/>.</param>
/// <param name="patience">How long a rank may be halted; null: <see cref="Patience"/>.</param>
internal sealed class RankLauncher(TerminalOutput output, CancellationToken stop, TimeSpan? grace = null, TimeSpan? patience = null)
{
    /// <summary>How long ranks have to end by themselves after one has failed, before they are killed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>The same where a signal ended one: nothing it could have said to the others is on its way.</summary>
    public static readonly TimeSpan GraceAfterSignal = TimeSpan.FromSeconds(2);

    /// <summary>How long a rank may be halted by a signal before it counts as dead. The others notice sooner, unless they are stuck themselves.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(20);
    private readonly TimeSpan _grace = grace ?? Grace;
    private readonly TimeSpan _patience = patience ?? Patience;
    private readonly TimeSpan _graceAfterSignal = grace ?? GraceAfterSignal;

    /// <summary>This program with the arguments that it was started with.</summary>
    public static IReadOnlyList<string> OwnCommand()
    {
        var program = Environment.ProcessPath!;
        var arguments = Environment.GetCommandLineArgs();
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, .. arguments] : [program, .. arguments.Skip(1)];
    }

    /// <summary>Starts ranks that need each other: one that fails ends all.</summary>
    /// <param name="ranks">How many.</param>
    /// <param name="command">What each of them starts.</param>
    /// <param name="advice">What to do about a failure, a sentence.</param>
    /// <returns>The exit code for all: 0 done, 130 stopped, else that of the rank that failed first.</returns>
    public int RunTogether(int ranks, IReadOnlyList<string> command, string advice)
    {
        using var group = new RankProcesses(ranks, command, keepResults: false);
        var isAsked = false;
        TimeSpan? deadline = null;
        while (group.Ends.Count < ranks)
        {
            group.Wait(s_glance, stop.IsCancellationRequested || isAsked ? CancellationToken.None : stop);
            var isFailed = group.Ends.Any(e => e.IsFailure);
            if (!isAsked && (isFailed || stop.IsCancellationRequested || group.Ends.Any(e => e.ExitCode == CommandLine.Stopped)))
            {
                isAsked = true;
                group.AskToStop();
            }

            if (isFailed)
                deadline ??= group.Elapsed + (group.Ends.Any(e => e.IsFailure && e.IsSignal) ? _graceAfterSignal : _grace);
            if (group.HaltedFor > _patience)
            {
                group.KillHalted();
                deadline ??= group.Elapsed + _grace;
            }

            if (group.Elapsed > deadline || (isFailed && group.AreHalted))
                group.Kill();
        }

        if (RankEnd.Culprit(group.Ends) is not { } culprit)
        {
            if (!TellKilled(group))
                return group.Ends.Any(e => e.ExitCode == CommandLine.Stopped) ? CommandLine.Stopped : CommandLine.Success;
            output.Error(advice);
            return CommandLine.Unexpected;
        }

        // What the user can mend the first rank has told on this terminal, also when it was another's.
        if (culprit.ExitCode == CommandLine.UserError && group.Ends.Any(e => e.Rank == 0 && e.ExitCode == CommandLine.UserError))
            return CommandLine.UserError;
        Tell(group, culprit, advice);
        return culprit.ExitCode == CommandLine.UserError ? CommandLine.UserError : CommandLine.Unexpected;
    }

    /// <summary>Starts ranks that can do without each other: when one fails the others do its work.</summary>
    /// <param name="ranks">How many.</param>
    /// <param name="command">What each of them starts.</param>
    /// <returns>The exit code of those that came to an end; the results of the first of them are passed on.</returns>
    public int RunSideBySide(int ranks, IReadOnlyList<string> command)
    {
        using var group = new RankProcesses(ranks, command, keepResults: true);
        var isAsked = false;
        while (group.Ends.Count < ranks)
        {
            group.Wait(s_glance, isAsked ? CancellationToken.None : stop);
            if (!isAsked && stop.IsCancellationRequested)
            {
                isAsked = true;
                group.AskToStop();
            }
        }

        var inOrder = group.Ends.Where(e => !e.IsSignal && e.ExitCode != CommandLine.Unexpected).OrderBy(e => e.Rank).ToList();
        if (inOrder.Count == 0 && RankEnd.Culprit(group.Ends) is { } culprit)
        {
            Tell(group, culprit, "No rank came to an end; what was finished is kept, and the same command makes the rest.");
            return CommandLine.Unexpected;
        }

        foreach (var end in group.Ends.Except(inOrder).OrderBy(e => e.Rank))
            output.Error($"WARNING: rank {end.Rank} ended {end.Describe()}; the others did its work.{Quote(group, end)}");
        foreach (var line in group.Of(inOrder[0]).Results)
            output.Line(line);
        if (inOrder[0].Rank > 0 && inOrder[0].ExitCode != CommandLine.Success)
            output.Error(string.Join('\n', group.Of(inOrder[0]).Words.Lines));
        return inOrder[0].ExitCode;
    }

    private void Tell(RankProcesses group, RankEnd culprit, string advice)
    {
        // A rank that ended by an error of its own has told it; the first one on this terminal.
        var hasSpoken = culprit is { Rank: 0, IsSignal: false };
        output.Error($"{(hasSpoken ? "" : "error: ")}rank {culprit.Rank} of {group.Ends.Count} ended first, {culprit.Describe()}.{Quote(group, culprit)}");
        if (!culprit.IsSignal)
            TellKilled(group);
        if (culprit.ExitCode != CommandLine.UserError)
            output.Error(advice);
    }

    private bool TellKilled(RankProcesses group)
    {
        var killed = group.Ends.Where(e => e.Kill != RankKill.None).OrderBy(e => e.Rank).ToList();
        foreach (var end in killed)
            output.Error($"rank {end.Rank} {(end.Kill == RankKill.WhileHalted ? "was halted by a signal" : $"did not end within {_grace.TotalSeconds:0.#} s after that")}, and was killed.{Quote(group, end)}");
        return killed.Count > 0;
    }

    private static string Quote(RankProcesses group, RankEnd end)
    {
        if (end.Rank == 0)
            return " Its last words are above.";
        var lines = group.Of(end).Words.Lines.Where(l => l.Length > 0).ToList();
        return lines.Count == 0 ? " It said nothing." : $" Its last words:\n{string.Join('\n', lines.Select(l => "  | " + l))}";
    }
}
