using System.Diagnostics;
using Luciole.Torch.Distributed;
using Luciole.Workflows.Ranks;

namespace Luciole.Workflows.Tests.Ranks;

/// <summary>The watch of each rank, all in this process.</summary>
public sealed class RankWatchTests : IDisposable
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(40);
    private readonly TemporaryFolder _folder = new();
    private readonly List<RankStore> _stores = [];
    private readonly List<RankWatch> _watches = [];
    private readonly LostRanks?[] _lost = new LostRanks?[3];

    public void Dispose()
    {
        _watches.ForEach(watch => watch.Dispose());
        _stores.ForEach(store => store.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public void Last_words_and_the_exit_code_reach_all_others()
    {
        var watches = Begin();
        watches[1].Fail("the disk is full.", 2);
        Await(() => _lost[0] is not null && _lost[2] is not null);
        Assert.Equal(new LostRanks("rank 1 failed: the disk is full.", 2), _lost[0]);
        Assert.Equal(_lost[0], _lost[2]);
        Assert.Null(_lost[1]);
    }

    [Fact]
    public void Who_does_not_sign_in_after_an_alarm_is_named()
    {
        // The third has no watch: it is told of, but gone.
        var watches = Begin(2);
        new RankWords(Store(2), new RankPlace(2, 3, 2)).Tell(RankSign.Pulse, "0");
        watches[0].LoseTouch("Connection closed by peer");
        Await(() => _lost[0] is not null && _lost[1] is not null);
        Assert.Contains("rank 2 is missing without a word", _lost[0]!.Message);
        Assert.Contains("rank 2 is missing without a word", _lost[1]!.Message);
    }

    [Fact]
    public void Who_runs_but_does_not_come_to_the_step_is_named()
    {
        var watches = Begin();
        var second = Task.Run(() => watches[1].LoseTouch("Timed out"), TestContext.Current.CancellationToken);
        watches[0].LoseTouch("Timed out");
        Await(() => _lost[0] is not null && _lost[1] is not null && second.IsCompleted);
        Assert.Contains("rank 2 is missing while the others waited", _lost[0]!.Message);
        Assert.Contains("rank 2 is missing while the others waited", _lost[1]!.Message);
    }

    [Fact]
    public void A_pulse_that_is_gone_is_noticed()
    {
        var watches = Begin(2, TimeSpan.FromSeconds(2));
        new RankWords(Store(2), new RankPlace(2, 3, 2)).Tell(RankSign.Pulse, "0");
        Await(() => _lost[0] is not null && _lost[1] is not null);
        Assert.Contains("rank 2 is missing", _lost[0]!.Message);
        Assert.Equal(2, watches.Count);
    }

    [Fact]
    public void Who_left_in_good_order_is_not_missed()
    {
        var watches = Begin(3, TimeSpan.FromSeconds(2));
        watches[2].Leave();
        Thread.Sleep(TimeSpan.FromSeconds(4));
        Assert.All(_lost, Assert.Null);
        watches[1].Leave();
        watches[0].Leave();
        watches[0].Fail("after leaving nobody listens", 1);
        Assert.All(_lost, Assert.Null);
    }

    private List<RankWatch> Begin(int count = 3, TimeSpan? silence = null)
    {
        for (var rank = 0; rank < count; rank++)
        {
            var own = rank;
            _watches.Add(new RankWatch(Store(rank), new RankPlace(rank, 3, rank), silence ?? s_silence, lost => _lost[own] = lost));
        }

        return _watches;
    }

    private RankStore Store(int rank)
    {
        Assert.SkipUnless(ProcessGroup.IsBuilt(CollectiveBackend.Gloo), "The native library was built without Gloo's headers.");
        _stores.Add(new RankStore(Rendezvous.ByFile(_folder.File("meet")), new RankPlace(rank, 3, rank), s_limit));
        return _stores[^1];
    }

    private static void Await(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < s_limit, "it was not noticed");
            Thread.Sleep(50);
        }
    }
}
