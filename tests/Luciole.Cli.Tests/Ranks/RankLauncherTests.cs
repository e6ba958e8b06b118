using Luciole.Cli.Ranks;
using Luciole.Cli.Terminal;

namespace Luciole.Cli.Tests.Ranks;

/// <summary>The launcher with shell scripts as ranks: what it starts is told everything by the environment.</summary>
public sealed class RankLauncherTests : IDisposable
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(400);
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _results = new();
    private readonly StringWriter _messages = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _folder.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public void Ranks_get_the_variables_of_torchrun_and_one_new_file_to_meet_by()
    {
        Assert.Equal(0, Together(3, $"echo \"$RANK $WORLD_SIZE $LOCAL_RANK $LOCAL_WORLD_SIZE $LUCIOLE_ADDRESS\" > {_folder.FullName}/$RANK; echo $LUCIOLE_RENDEZVOUS > {_folder.FullName}/at$RANK; test ! -e $LUCIOLE_RENDEZVOUS"));
        for (var rank = 0; rank < 3; rank++)
            Assert.Equal($"{rank} 3 {rank} 3 127.0.0.1\n", File.ReadAllText(_folder.File($"{rank}")));
        var meeting = Enumerable.Range(0, 3).Select(rank => File.ReadAllText(_folder.File($"at{rank}")).Trim()).Distinct().ToList();
        Assert.False(Directory.Exists(Path.GetDirectoryName(Assert.Single(meeting))), "the meeting place is left behind");
        Assert.Empty(Messages);
    }

    [Fact]
    public void A_rank_that_is_killed_ends_the_others_and_is_named_with_its_signal()
    {
        Assert.Equal(1, Together(3, $"echo $$ > {_folder.FullName}/$RANK; if [ $RANK = 1 ]; then sleep 0.2; echo on my way >&2; kill -KILL $$; fi; read -r line; exit 1"));
        Assert.Contains("error: rank 1 of 3 ended first", Messages);
        Assert.Contains("SIGKILL", Messages);
        Assert.Contains("  | on my way", Messages);
        Assert.Contains("--resume", Messages);
        AssertNoneIsLeft(3);
    }

    [Fact]
    public void A_rank_that_does_not_end_when_another_failed_is_killed_and_named()
    {
        Assert.Equal(1, Together(2, $"echo $$ > {_folder.FullName}/$RANK; if [ $RANK = 1 ]; then echo rank 0 did not come >&2; exit 1; fi; exec sleep 600"));
        Assert.Contains("rank 1 of 2 ended first, with exit code 1. Its last words:\n  | rank 0 did not come", Messages);
        Assert.Contains("rank 0 did not end within", Messages);
        AssertNoneIsLeft(2);
    }

    [Fact]
    public void A_rank_that_stays_halted_ends_all_also_when_the_others_are_stuck()
    {
        var launcher = new RankLauncher(new TerminalOutput(_results, _messages), _stop.Token, s_short, patience: s_short);
        Assert.Equal(1, launcher.RunTogether(
            2, ["sh", "-c", $"echo $$ > {_folder.FullName}/$RANK; if [ $RANK = 1 ]; then kill -STOP $$; fi; exec sleep 600"], "Go on with --resume."));
        Assert.Contains("rank 1 was halted by a signal, and was killed", Messages);
        Assert.Contains("rank 0 did not end within 0.4 s after that, and was killed", Messages);
        Assert.Contains("--resume", Messages);
        AssertNoneIsLeft(2);
    }

    [Fact]
    public void A_halted_rank_is_killed_and_told_as_halted()
    {
        Assert.Equal(1, Together(2, $"echo $$ > {_folder.FullName}/$RANK; if [ $RANK = 0 ]; then kill -STOP $$; fi; sleep 0.3; exit 1"));
        Assert.Contains("rank 0 was halted by a signal, and was killed", Messages);
        AssertNoneIsLeft(2);
    }

    [Fact]
    public void Only_the_last_words_are_kept()
    {
        Assert.Equal(1, Together(2, "[ $RANK = 0 ] || { i=0; while [ $i -lt 1000 ]; do i=$((i+1)); echo line $i >&2; done; exit 7; }; read -r line; exit 130"));
        Assert.Contains("  | line 1000", Messages);
        Assert.Contains("  | line 981", Messages);
        Assert.DoesNotContain("line 980", Messages);
        Assert.Contains("exit code 7", Messages);
    }

    [Fact]
    public void An_error_that_the_user_can_mend_has_its_exit_code_and_is_not_told_twice()
    {
        Assert.Equal(2, Together(2, "[ $RANK = 0 ] && exit 2; read -r line; exit 1"));
        Assert.Empty(Messages);
        Assert.Equal(2, Together(2, "[ $RANK = 1 ] && echo no such file >&2 && exit 2; read -r line; exit 130"));
        Assert.Contains("error: rank 1 of 2 ended first, with exit code 2. Its last words:\n  | no such file", Messages);
    }

    [Fact]
    public void A_stop_is_passed_on_waited_for_and_no_failure()
    {
        _stop.CancelAfter(s_short);
        Assert.Equal(130, Together(2, $"dd bs=1 count=1 2> /dev/null > {_folder.FullName}/$RANK; sleep 1; exit 130"));
        Assert.Equal("s", File.ReadAllText(_folder.File("0")));
        Assert.Equal("s", File.ReadAllText(_folder.File("1")));
        Assert.Empty(Messages);
    }

    [Fact]
    public void One_rank_that_was_stopped_by_somebody_stops_all()
    {
        Assert.Equal(130, Together(2, "[ $RANK = 1 ] && exit 130; dd bs=1 count=1 > /dev/null 2>&1; exit 130"));
        Assert.Empty(Messages);
    }

    [Fact]
    public void Side_by_side_the_others_go_on_and_the_list_of_one_is_passed_on()
    {
        Assert.Equal(0, SideBySide(3, "[ $RANK = 0 ] && kill -KILL $$; sleep 0.3; echo a.tif; echo b.tif"));
        Assert.Equal("a.tif\nb.tif\n", _results.ToString());
        Assert.Contains("WARNING: rank 0 ended by signal 9", Messages);
    }

    [Fact]
    public void Side_by_side_a_long_list_comes_whole()
    {
        Assert.Equal(0, SideBySide(2, "seq 1 20000"));
        Assert.Equal(Enumerable.Range(1, 20_000).Select(n => $"{n}"), _results.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Side_by_side_it_fails_when_all_ranks_did()
    {
        Assert.Equal(1, SideBySide(2, "echo no room >&2; exit 1"));
        Assert.Contains("No rank came to an end", Messages);
    }

    [Fact]
    public void Who_holds_no_line_any_more_stops()
    {
        using var closed = new MemoryStream([]);
        using var source = new CancellationTokenSource();
        var ended = 0;
        LauncherLine.Follow(closed, source, () => ended++);
        Assert.True(source.IsCancellationRequested);
        Assert.Equal(0, ended);

        // Asked, and then gone: the user pressed Ctrl-C twice.
        using var asked = new MemoryStream([(byte)'s']);
        LauncherLine.Follow(asked, source, () => ended++);
        Assert.Equal(1, ended);
    }

    private string Messages => _messages.ToString();

    private int Together(int ranks, string script) => Launcher().RunTogether(ranks, ["sh", "-c", script], "Go on with --resume.");

    private int SideBySide(int ranks, string script) => Launcher().RunSideBySide(ranks, ["sh", "-c", script]);

    private RankLauncher Launcher() => new(new TerminalOutput(_results, _messages), _stop.Token, s_short);

    private void AssertNoneIsLeft(int ranks)
    {
        for (var rank = 0; rank < ranks; rank++)
            Assert.False(Directory.Exists($"/proc/{File.ReadAllText(_folder.File($"{rank}")).Trim()}"), $"rank {rank} is left");
    }
}
