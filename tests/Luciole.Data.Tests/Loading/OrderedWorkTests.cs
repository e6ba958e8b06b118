using Luciole.Data.Loading;
using Luciole.Files;

namespace Luciole.Data.Tests.Loading;

public sealed class OrderedWorkTests
{
    private readonly Lock _lock = new();
    private readonly HashSet<Thread> _threads = [];
    private int _made;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(7, 2)]
    public void Groups_come_in_order_with_every_item_in_its_place(int workers, int ahead)
    {
        int[] sizes = [.. Enumerable.Range(0, 60).Select(i => 1 + (i * 7 % 5))];
        var groups = Work(sizes).Run(workers, ahead).ToList();
        Assert.Equal(sizes.Select((size, group) => Enumerable.Range(0, size).Select(item => (group * 100) + item)), groups);
        Assert.Empty(Work([]).Run(workers, ahead));
        Assert.Equal(Math.Max(1, workers), _threads.Count);
    }

    [Fact]
    public void Its_threads_let_others_go_first_and_the_callers_stays_as_it_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux knows how nice a thread is.");
        var mine = Niceness.OfThisThread;
        var found = new List<int[]>();
        foreach (var workers in new[] { 1, 0 })
            found.AddRange(new OrderedWork<int[]>([1], _ => new int[1], (group, _, item) => group[item] = Niceness.OfThisThread).Run(workers, 1));
        Assert.Equal([Math.Min(19, mine + 10), mine], found.Select(group => group[0]));
        Assert.Equal(mine, Niceness.OfThisThread);
    }

    [Fact]
    public void No_more_groups_are_begun_than_allowed()
    {
        const int ahead = 3;
        var begun = 0;
        var used = 0;
        var work = new OrderedWork<int[]>([.. Enumerable.Repeat(2, 50)], _ => new int[Interlocked.Increment(ref begun)], (_, _, _) => { });
        foreach (var _ in work.Run(4, ahead))
        {
            used++;
            Thread.Sleep(1);
            Assert.True(Volatile.Read(ref begun) <= used + ahead, $"{begun} begun, {used} used");
        }

        Assert.Equal((50, 50), (begun, used));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    public void A_failure_is_thrown_after_the_groups_before_it(int workers)
    {
        var seen = new List<int>();
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (var group in Work([.. Enumerable.Repeat(4, 30)], failing: [502, 503, 601, 2900]).Run(workers, 5))
                seen.Add(group[0]);
        });
        Assert.Equal("502", error.Message);
        Assert.Equal([0, 100, 200, 300, 400], seen);
        Assert.All(_threads, thread => Assert.True(thread == Thread.CurrentThread || !thread.IsAlive));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_group_that_cannot_be_begun_is_a_failure_like_any_other(int workers)
    {
        var work = new OrderedWork<int[]>([1, 1, 1], group => group == 1 ? throw new InvalidDataException("second") : new int[1], (_, _, _) => { });
        var seen = 0;
        Assert.Equal("second", Assert.Throws<InvalidDataException>(() => seen += work.Run(workers, 2).Select((_, i) => seen = i + 1).Sum()).Message);
        Assert.Equal(1, seen);
    }

    [Fact]
    public void Leaving_early_ends_all_threads()
    {
        Assert.Equal([0, 100, 200], Work([.. Enumerable.Repeat(3, 1000)]).Run(4, 2).Take(3).Select(g => g[0]));
        Assert.Equal(4, _threads.Count);
        Assert.All(_threads, thread => Assert.False(thread.IsAlive));
        Assert.InRange(_made, 9, 6 * 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_cancellation_ends_the_sequence(int workers)
    {
        using var cancellation = new CancellationTokenSource();
        var seen = 0;
        foreach (var _ in Work([.. Enumerable.Repeat(1, 1000)]).Run(workers, 2, cancellation.Token))
        {
            seen++;
            if (seen == 5)
                cancellation.Cancel();
        }

        Assert.Equal(5, seen);
        Assert.InRange(_made, 5, 8);
        Assert.Empty(Work([1]).Run(workers, 2, cancellation.Token));
    }

    [Fact]
    public void Nothing_is_begun_before_somebody_asks()
    {
        _ = Work([1, 1, 1]).Run(2, 3);
        Assert.Empty(_threads);
    }

    private OrderedWork<int[]> Work(int[] sizes, params int[] failing) => new(
        sizes,
        group => new int[sizes[group]],
        (values, group, item) =>
        {
            lock (_lock)
                _threads.Add(Thread.CurrentThread);
            Interlocked.Increment(ref _made);
            // Later items are quicker, so that groups and items are finished out of order.
            Thread.Sleep(1 - (item % 2));
            values[item] = (group * 100) + item;
            if (failing.Contains(values[item]))
                throw new InvalidDataException($"{values[item]}");
        });
}
