using Luciole.Cli.Ranks;

namespace Luciole.Cli.Tests.Ranks;

public sealed class RankEndTests
{
    [Fact]
    public void Of_ends_close_together_a_signal_counts_more_than_an_error_and_the_users_error_more_than_another()
    {
        Assert.Equal(2, Culprit((0, 1, 10.0), (1, 1, 10.1), (2, 137, 10.5)));
        Assert.Equal(1, Culprit((0, 1, 10.0), (1, 2, 10.1)));
        Assert.Equal(0, Culprit((1, 1, 10.1), (0, 1, 10.0)));
        Assert.Equal(0, Culprit((0, 1, 10.0), (1, 137, 20.0)));
    }

    [Fact]
    public void Those_that_are_done_were_stopped_or_were_killed_by_the_launcher_have_no_part_in_it()
    {
        Assert.Null(RankEnd.Culprit([]));
        Assert.Equal(-1, Culprit((0, 0, 1), (1, 130, 2)));
        Assert.Null(RankEnd.Culprit([new RankEnd(0, 137, TimeSpan.Zero, RankKill.WhileHalted)]));
        Assert.Equal(1, Culprit((0, 0, 1), (1, 1, 500)));
    }

    [Theory]
    [InlineData(137, "SIGKILL")]
    [InlineData(139, "SIGSEGV")]
    [InlineData(140, "signal 12")]
    [InlineData(3, "exit code 3")]
    [InlineData(1, "exit code 1")]
    public void An_end_is_told_in_words(int exitCode, string said) => Assert.Contains(said, new RankEnd(0, exitCode, TimeSpan.Zero, RankKill.None).Describe());

    private static int Culprit(params (int Rank, int ExitCode, double Seconds)[] ends) =>
        RankEnd.Culprit([.. ends.Select(e => new RankEnd(e.Rank, e.ExitCode, TimeSpan.FromSeconds(e.Seconds), RankKill.None))])?.Rank ?? -1;
}
