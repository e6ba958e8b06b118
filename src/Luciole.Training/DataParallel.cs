using Luciole.Torch;
using Luciole.Torch.Distributed;
using Luciole.Torch.Modules;

namespace Luciole.Training;

/// <summary>
/// A training shared by ranks: each computes its part of every batch, gradients are added up, and all take the same step. Ranks agree on
/// losses, sums and on stopping, so that all do the same.
/// </summary>
public sealed class DataParallel : IDisposable
{
    private readonly ProcessGroup _group;
    private readonly GradientBuckets _buckets;
    private readonly SynchronizedStatistics? _statistics;
    private readonly CancellationTokenSource _agreed = new();
    private readonly CancellationToken _asked;
    private readonly List<BatchNorm2d> _normalizations;

    /// <summary>Gives all ranks the first one's weights and statistics, and attaches to the network.</summary>
    /// <param name="group">The ranks.</param>
    /// <param name="network">The network, the same on all ranks.</param>
    /// <param name="isNormalizationShared">Whether batch normalisation counts all ranks' batches as one.</param>
    /// <param name="asked">A stop asked of this rank; all stop at the same step then.</param>
    /// <param name="bucketBytes">Bytes of gradients that travel together.</param>
    public DataParallel(
        ProcessGroup group, Module network, bool isNormalizationShared, CancellationToken asked, long bucketBytes = GradientBuckets.DefaultBytes)
    {
        (_group, _asked) = (group, asked);
        using (new Torch.Autograd.NoGradScope())
        {
            foreach (var (_, tensor, _) in network.State())
                group.Broadcast(tensor);
        }

        _buckets = new GradientBuckets(network.Parameters().Select(p => p.Tensor), group, bucketBytes);
        _statistics = isNormalizationShared ? new SynchronizedStatistics(group) : null;
        _normalizations = [.. network.SelfAndParts().OfType<BatchNorm2d>()];
        foreach (var normalization in _normalizations)
            normalization.Synchronization = _statistics;
    }

    /// <summary>Which rank this is.</summary>
    public RankPlace Place => _group.Place;

    /// <summary>Cancelled on all ranks at the same step after one of them was asked to stop.</summary>
    public CancellationToken Stop => _agreed.Token;

    /// <summary>A batch begins.</summary>
    internal void Begin(Batch batch)
    {
        if (_statistics is not null)
            _statistics.IsCounted = batch.IsCounted;
    }

    /// <summary>The mean loss of all ranks' batches, from that of this rank's; also where ranks learn of a stop.</summary>
    internal double Agree(Batch batch, double loss)
    {
        var sums = Add([batch.IsCounted ? loss * batch.Weight : 0, _asked.IsCancellationRequested ? 1 : 0]);
        if (sums[1] > 0)
            _agreed.Cancel();
        return sums[0];
    }

    /// <summary>The way back from a loss; the last before a step of the optimiser adds up the gradients of all ranks.</summary>
    /// <param name="loss">The loss, weighted so that those of all ranks and of the step's batches add up.</param>
    /// <param name="isLast">Whether the step follows.</param>
    internal void Backward(Tensor loss, bool isLast)
    {
        if (isLast)
            _buckets.Begin(1);
        loss.Backward();
        if (isLast)
            _buckets.Finish();
    }

    /// <summary>The sums over all ranks of what each adds.</summary>
    internal double[] Add(double[] values)
    {
        using var scope = new TensorScope();
        var sums = Tensor.From(values, values.Length);
        _group.AllReduce(sums);
        return sums.ToArray<double>();
    }

    /// <summary>Sums of samples over all ranks.</summary>
    internal EpochSums Add(EpochSums own, IReadOnlyList<string> metrics)
    {
        List<double> values = [own.Loss, own.Samples];
        foreach (var metric in metrics)
        {
            var (sum, count) = own.Metrics.GetValueOrDefault(metric);
            values.AddRange([sum, count]);
        }

        var sums = Add([.. values]);
        return new EpochSums(
            sums[0], (long)sums[1], metrics.Select((m, i) => (m, i)).ToDictionary(p => p.m, p => (sums[2 + (2 * p.i)], (long)sums[3 + (2 * p.i)]), StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var normalization in _normalizations)
            normalization.Synchronization = null;
        _buckets.Dispose();
        _agreed.Dispose();
    }
}
