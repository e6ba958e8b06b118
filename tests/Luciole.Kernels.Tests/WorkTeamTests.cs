using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Tests;

public class WorkTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_part_runs_exactly_once_on_a_known_thread(int size)
    {
        using var team = new WorkTeam(size);
        for (var round = 0; round < 300; round++)
        {
            var runs = new int[round];
            team.Run(round, (part, worker) =>
            {
                Assert.InRange(worker, 0, size - 1);
                Interlocked.Increment(ref runs[part]);
            });
            Assert.All(runs, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Sleeping_threads_wake_up()
    {
        using var team = new WorkTeam(2);
        for (var round = 0; round < 5; round++)
        {
            Thread.Sleep(30);
            using var both = new Barrier(2);
            Assert.All(Enumerable.Range(0, 1), _ => team.Run(2, (_, _) => Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(20)))));
        }
    }

    [Fact]
    public void The_first_exception_is_thrown_and_the_team_goes_on()
    {
        using var team = new WorkTeam(3);
        var error = Assert.Throws<InvalidDataException>(() => team.Run(50, (part, _) =>
        {
            if (part == 7)
                throw new InvalidDataException("part 7");
        }));
        Assert.Equal("part 7", error.Message);
        var done = 0;
        team.Run(50, (_, _) => Interlocked.Increment(ref done));
        Assert.Equal(50, done);
    }

    [Fact]
    public void A_part_may_use_the_team_itself()
    {
        using var team = new WorkTeam(2);
        var done = 0;
        team.Run(4, (_, _) => team.Run(3, (_, _) => Interlocked.Increment(ref done)));
        Assert.Equal(12, done);
    }
}
