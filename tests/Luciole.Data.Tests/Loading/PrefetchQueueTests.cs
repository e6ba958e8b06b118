using Luciole.Data.Loading;

namespace Luciole.Data.Tests.Loading;

public sealed class PrefetchQueueTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void Items_come_in_order(int ahead)
    {
        Assert.Equal(Enumerable.Range(0, 100), PrefetchQueue.Run(Enumerable.Range(0, 100), ahead));
        Assert.Empty(PrefetchQueue.Run(Array.Empty<int>(), ahead));
    }

    [Fact]
    public void No_more_items_are_made_ahead_than_allowed()
    {
        var made = 0;
        var used = 0;
        foreach (var item in PrefetchQueue.Run(Enumerable.Range(0, 50).Select(i => Interlocked.Increment(ref made)), 3))
        {
            used++;
            Thread.Sleep(1);
            // Three wait in the queue, one is in the hands of the thread, one in ours.
            Assert.True(Volatile.Read(ref made) <= used + 4, $"{made} made, {used} used");
            Assert.Equal(used, item);
        }

        Assert.Equal(50, used);
    }

    [Fact]
    public void A_failure_is_thrown_after_the_items_before_it()
    {
        static IEnumerable<int> Failing()
        {
            yield return 1;
            yield return 2;
            throw new InvalidDataException("third");
        }

        var seen = new List<int>();
        var error = Assert.Throws<InvalidDataException>(() => seen.AddRange(PrefetchQueue.Run(Failing(), 4)));
        Assert.Equal("third", error.Message);
        using var items = PrefetchQueue.Run(Failing(), 4).GetEnumerator();
        Assert.True(items.MoveNext() && items.MoveNext());
        Assert.Throws<InvalidDataException>(() => items.MoveNext());
    }

    [Fact]
    public void Leaving_early_stops_the_thread()
    {
        var stopped = false;
        IEnumerable<int> Endless()
        {
            try
            {
                for (var i = 0; ; i++)
                    yield return i;
            }
            finally
            {
                stopped = true;
            }
        }

        Assert.Equal([0, 1, 2], PrefetchQueue.Run(Endless(), 2).Take(3));
        Assert.True(stopped);
    }
}
