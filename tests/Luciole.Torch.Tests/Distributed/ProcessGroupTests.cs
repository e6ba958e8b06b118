using Luciole.Torch.Autograd;
using Luciole.Torch.Distributed;

namespace Luciole.Torch.Tests.Distributed;

public sealed class ProcessGroupTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Sums_copies_and_lists_over_ranks(int ranks) => Ranks.Together(ranks, group =>
    {
        using var scope = new TensorScope();
        var rank = group.Place.Rank;
        var sum = Tensor.Full([5, 2], rank + 1);
        group.AllReduce(sum);
        Assert.All(sum.ToArray<float>(), v => Assert.Equal(ranks * (ranks + 1) / 2f, v));

        var copy = Tensor.Full([3], rank);
        group.Broadcast(copy, ranks - 1);
        Assert.All(copy.ToArray<float>(), v => Assert.Equal(ranks - 1, v));

        var all = group.AllGather(Tensor.From(new double[] { rank, -rank }, 2));
        for (var i = 0; i < ranks; i++)
            Assert.Equal([i, -i], all[i].ToArray<double>());

        group.Barrier();
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Words_are_heard_by_all_and_the_last_ones_count(bool byHost)
    {
        using var folder = new TemporaryFolder();
        var rendezvous = byHost ? Rendezvous.ByHost("127.0.0.1", Ranks.FreePort()) : Rendezvous.ByFile(folder.File("meet"));
        var (timeout, first, second) = (TimeSpan.FromSeconds(30), new RankPlace(0, 2, 0), new RankPlace(1, 2, 1));
        using var mine = new RankStore(rendezvous, first, timeout);
        using var other = new RankStore(rendezvous, second, timeout);
        Assert.False(other.IsTold("word"));
        mine.Tell("word", "é one");
        Assert.True(other.IsTold("word"));
        Assert.Equal("é one", other.Hear("word"));
        other.Tell("word", "two");
        Assert.Equal("two", mine.Hear("word"));
        mine.Tell("long", new string('a', 10_000));
        Assert.Equal(4096, other.Hear("long").Length);
    }

    [Fact]
    public void Ranks_meet_at_a_host_too()
    {
        var port = Ranks.FreePort();
        Ranks.Together(2, Rendezvous.ByHost("127.0.0.1", port), group =>
        {
            using var scope = new TensorScope();
            var sum = Tensor.Ones([4]);
            group.AllReduce(sum);
            Assert.All(sum.ToArray<float>(), v => Assert.Equal(2, v));
        });
    }

    [Fact]
    public void A_rank_that_does_not_come_is_an_error_within_the_timeout()
    {
        using var folder = new TemporaryFolder();
        var (timeout, place) = (TimeSpan.FromSeconds(1), new RankPlace(0, 2, 0));
        using var store = new RankStore(Rendezvous.ByFile(folder.File("meet")), place, timeout);
        var error = Assert.Throws<TorchException>(() => new ProcessGroup(CollectiveBackend.Gloo, store, place, "127.0.0.1", timeout).Dispose());
        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public void A_rank_that_leaves_ends_the_others_collective() => Ranks.Together(2, group =>
    {
        if (group.Place.Rank == 1)
            return;
        using var scope = new TensorScope();
        Assert.Throws<TorchException>(() => group.AllReduce(Tensor.Ones([1000])));
    });

    [Theory]
    [InlineData(2, long.MaxValue)]
    [InlineData(2, 64)]
    [InlineData(3, 200)]
    public void Gradients_are_those_of_the_whole_batch(int ranks, long bucketBytes)
    {
        // loss = mean over samples of (x W^T V)^2, where u has no part in it.
        using var scope = new TensorScope();
        var samples = Tensor.Randn([ranks * 4, 6]);
        var (w, v) = (Tensor.Randn([5, 6]), Tensor.Randn([5, 3]));
        var wanted = GradientsOf(w, v, samples, null, 1);
        Ranks.Together(ranks, group =>
        {
            using var mine = new TensorScope();
            var share = samples.Slice(0, group.Place.Rank * 4, (group.Place.Rank * 4) + 4);
            var found = GradientsOf(w, v, share, group, bucketBytes);
            for (var i = 0; i < wanted.Length; i++)
            {
                var (a, b) = (wanted[i].ToArray<float>(), found[i].ToArray<float>());
                var largest = Math.Max(1e-3f, a.Max(Math.Abs));
                Assert.All(a.Zip(b), p => Assert.InRange(Math.Abs(p.First - p.Second), 0, 1e-5 * largest));
            }
        });
    }

    [Fact]
    public void Buckets_travel_while_the_pass_still_runs_and_batches_add_up() => Ranks.Together(2, group =>
    {
        using var scope = new TensorScope();
        var first = Parameter(Tensor.Full([2], 3));
        var last = Parameter(Tensor.Full([2], 5));
        using var buckets = new GradientBuckets([first, last], group, 8);
        Assert.Equal(2, buckets.Count);
        var factor = group.Place.Rank + 1;

        // Two batches make one step: the first one's gradients stay at home until the second's are there.
        (first * last * factor).Sum().Backward();
        Assert.Equal([5f * factor, 5f * factor], first.Gradient!.ToArray<float>());
        buckets.Begin(0.5);
        (first * last * factor).Sum().Backward();
        buckets.Finish();
        Assert.Equal([15f, 15f], first.Gradient!.ToArray<float>());
        Assert.Equal([9f, 9f], last.Gradient!.ToArray<float>());

        // Without Begin nothing is sent.
        first.Gradient = null;
        (first * factor).Sum().Backward();
        Assert.Equal([factor, (float)factor], first.Gradient!.ToArray<float>());
    });

    [Fact]
    public void Nothing_grows_over_a_hundred_steps() => Ranks.Together(2, group =>
    {
        using var scope = new TensorScope();
        var parameter = Parameter(Tensor.Randn([100]));
        using var buckets = new GradientBuckets([parameter], group);
        for (var i = 0; i < 100; i++)
        {
            using var step = new TensorScope();
            parameter.Gradient = null;
            buckets.Begin(0.5);
            (parameter * parameter).Sum().Backward();
            buckets.Finish();
        }

        Assert.Equal(100, parameter.Gradient!.ElementCount);
    });

    private static Tensor[] GradientsOf(Tensor w0, Tensor v0, Tensor samples, ProcessGroup? group, long bucketBytes)
    {
        var (w, v, u) = (Parameter(w0), Parameter(v0), Parameter(Tensor.Ones([4])));
        using var buckets = group is null ? null : new GradientBuckets([w, v, u], group, bucketBytes);
        buckets?.Begin(1.0 / group!.Place.Ranks);
        var output = samples.MatMul(w.Transpose(0, 1)).MatMul(v);
        ((output * output).Sum() / samples.Size(0)).Backward();
        buckets?.Finish();
        return [w.Gradient!.Clone(), v.Gradient!.Clone(), u.Gradient?.Clone() ?? Tensor.Zeros([4])];
    }

    private static Tensor Parameter(Tensor value)
    {
        var parameter = value.Detach().Clone();
        parameter.RequiresGrad = true;
        return parameter;
    }
}
