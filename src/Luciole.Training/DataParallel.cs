using System.Diagnostics;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Distributed;
using Luciole.Torch.Modules;

namespace Luciole.Training;

/// <summary>
/// A training shared by ranks: each computes its part of every batch, gradients are added up, and all take the same step. Ranks agree on
/// losses, sums, the time and on stopping, so that all do the same.
/// </summary>
public sealed class DataParallel : IDisposable
{
    private readonly ProcessGroup _group;
    private readonly ProcessGroup _figures;
    private readonly GradientBuckets _buckets;
    private readonly SynchronizedStatistics? _statistics;
    private readonly SharedMaximum? _maximum;
    private readonly CancellationTokenSource _agreed = new();
    private readonly CancellationToken _asked;
    private readonly List<BatchNorm2d> _normalizations;
    private readonly Module _network;
    private readonly bool _isEvaluationShared;
    private readonly Stopwatch _clock = new();
    private TimeSpan _before;

    /// <summary>Gives all ranks the first one's weights and statistics, and attaches to the network.</summary>
    /// <param name="group">The ranks, for tensors of the network's device.</param>
    /// <param name="network">The network, the same on all ranks.</param>
    /// <param name="options">What is shared.</param>
    /// <param name="asked">A stop asked of this rank; all stop at the same step then.</param>
    public DataParallel(ProcessGroup group, Module network, DataParallelOptions options, CancellationToken asked)
    {
        (_group, _figures, _network, _asked) = (group, options.Figures ?? group, network, asked);
        (_maximum, _isEvaluationShared) = (options.Maximum, options.IsEvaluationShared);
        Share(network.State().Select(t => t.Tensor));
        _buckets = new GradientBuckets(network.Parameters().Select(p => p.Tensor), group, options.BucketBytes);
        _statistics = options.IsNormalizationShared ? new SynchronizedStatistics(group) : null;
        _normalizations = [.. network.SelfAndParts().OfType<BatchNorm2d>()];
        foreach (var normalization in _normalizations)
            normalization.Synchronization = _statistics;
    }

    /// <summary>Which rank this is.</summary>
    public RankPlace Place => _group.Place;

    /// <summary>Cancelled on all ranks at the same step after one of them was asked to stop.</summary>
    public CancellationToken Stop => _agreed.Token;

    /// <summary>The first rank's time since training began, as of the last agreement: the same on all ranks.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>The clock starts.</summary>
    /// <param name="before">The time before this start.</param>
    internal void StartClock(TimeSpan before)
    {
        (_before, Elapsed) = (before, before);
        _clock.Restart();
    }

    /// <summary>A batch begins that is learnt from.</summary>
    internal void Begin(Batch batch) => Begin(batch, isShared: true);

    /// <summary>A batch begins that is measured.</summary>
    internal void BeginMeasuring(Batch batch)
    {
        Begin(batch, _isEvaluationShared);
        _ = Agree(0);
    }

    /// <summary>The mean loss of all ranks' batches, from that of this rank's; also where ranks learn of a stop and of the time.</summary>
    internal double Agree(Batch batch, double loss) => Agree(batch.IsCounted ? loss * batch.Weight : 0);

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

    /// <summary>The first rank's statistics of normalisations go to all, where each has its own.</summary>
    internal void ShareStatistics()
    {
        if (_statistics is null)
            Share(_network.State().Where(t => !t.IsParameter).Select(t => t.Tensor));
    }

    /// <summary>The sums over all ranks of what each adds.</summary>
    internal double[] Add(double[] values)
    {
        using var scope = new TensorScope();
        var sums = Tensor.From(values, values.Length);
        _figures.AllReduce(sums);
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

    /// <summary>What was measured: of all ranks together where they share the samples, else what the first found, so that all decide alike.</summary>
    internal EpochSums AddMeasured(EpochSums own, IReadOnlyList<string> metrics) => Add(_isEvaluationShared || Place.IsFirst ? own : EpochSums.None, metrics);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var normalization in _normalizations)
            normalization.Synchronization = null;
        _buckets.Dispose();
        _agreed.Dispose();
    }

    private void Begin(Batch batch, bool isShared)
    {
        if (_statistics is not null)
            _statistics.IsCounted = batch.IsCounted;
        if (_maximum is not null)
            (_maximum.IsShared, _maximum.IsCounted) = (isShared, batch.IsCounted);
    }

    // Sums in which one rank alone has a part are exact.
    private double Agree(double loss)
    {
        var sums = Add([loss, _asked.IsCancellationRequested ? 1 : 0, Place.IsFirst ? (_before + _clock.Elapsed).TotalSeconds : 0]);
        if (sums[1] > 0)
            _agreed.Cancel();
        Elapsed = TimeSpan.FromSeconds(sums[2]);
        return sums[0];
    }

    private void Share(IEnumerable<Tensor> tensors)
    {
        using var noGrad = new NoGradScope();
        foreach (var tensor in tensors)
            _group.Broadcast(tensor);
    }
}
