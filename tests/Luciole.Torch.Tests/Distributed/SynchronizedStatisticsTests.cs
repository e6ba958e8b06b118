using Luciole.Torch.Distributed;
using Luciole.Torch.Modules;

namespace Luciole.Torch.Tests.Distributed;

public sealed class SynchronizedStatisticsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ranks_normalise_as_one_batch(bool relu)
    {
        using var scope = new TensorScope();
        var input = (Tensor.Randn([6, 3, 5, 4]) * 2) + 100;
        var seed = Tensor.Randn([6, 3, 5, 4]);
        var (weight, bias) = (Tensor.Rand([3]) + 0.5, Tensor.Randn([3]));
        var wanted = Run(input, seed, weight, bias, relu, null);

        // Ranks hold one, two and three images.
        Ranks.Together(3, group =>
        {
            using var mine = new TensorScope();
            var rank = group.Place.Rank;
            var (from, to) = (rank * (rank + 1) / 2, (rank + 1) * (rank + 2) / 2);
            var found = Run(input.Slice(0, from, to), seed.Slice(0, from, to), weight, bias, relu, new SynchronizedStatistics(group));
            AssertClose(wanted[0].Slice(0, from, to), found[0]);
            AssertClose(wanted[1].Slice(0, from, to), found[1]);
            for (var i = 2; i < wanted.Length; i++)
            {
                // Gradients of parameters are each rank's part.
                if (i < 4)
                    group.AllReduce(found[i]);
                AssertClose(wanted[i], found[i]);
            }
        });
    }

    [Fact]
    public void A_rank_that_does_not_count_changes_nothing()
    {
        using var scope = new TensorScope();
        var (input, seed) = (Tensor.Randn([2, 3, 4, 4]), Tensor.Randn([2, 3, 4, 4]));
        var (weight, bias) = (Tensor.Rand([3]), Tensor.Randn([3]));
        var wanted = Run(input, seed, weight, bias, relu: false, null);
        Ranks.Together(2, group =>
        {
            using var mine = new TensorScope();
            var counts = group.Place.Rank == 0;
            var statistics = new SynchronizedStatistics(group) { IsCounted = counts };
            var found = Run(counts ? input : input * 1000, counts ? seed : seed * 0, weight, bias, relu: false, statistics);
            for (var i = 0; i < wanted.Length; i++)
            {
                // Running statistics are the same on all ranks.
                if (counts || i >= 4)
                    AssertClose(wanted[i], found[i]);
            }

            // What does not count has no part in the mean, so nothing comes back to it.
            if (!counts)
                Assert.All(found[1].ToArray<float>(), v => Assert.Equal(0, v));
        });
    }

    // Output, gradients by input, weight and bias, running mean and variance.
    private static Tensor[] Run(Tensor input, Tensor seed, Tensor weight, Tensor bias, bool relu, SynchronizedStatistics? synchronization)
    {
        using var layer = new BatchNorm2d(weight.Size(0)) { Synchronization = synchronization };
        using (new Autograd.NoGradScope())
        {
            layer.Weight.CopyFrom(weight);
            layer.Bias.CopyFrom(bias);
        }

        var leaf = input.Detach().Clone();
        leaf.RequiresGrad = true;
        var given = leaf * 1;
        var output = relu ? layer.ForwardReluInPlace(given) : layer.Forward(given);
        output.Backward(seed);
        return [output.Detach(), leaf.Gradient!, layer.Weight.Gradient!.Clone(), layer.Bias.Gradient!.Clone(), layer.RunningMean.Clone(), layer.RunningVariance.Clone()];
    }

    private static void AssertClose(Tensor wanted, Tensor found)
    {
        var (a, b) = (wanted.Contiguous().ToArray<float>(), found.Contiguous().ToArray<float>());
        Assert.Equal(a.Length, b.Length);
        var largest = Math.Max(1e-3f, a.Max(Math.Abs));
        for (var i = 0; i < a.Length; i++)
            Assert.InRange(b[i], a[i] - (3e-5 * largest), a[i] + (3e-5 * largest));
    }
}
