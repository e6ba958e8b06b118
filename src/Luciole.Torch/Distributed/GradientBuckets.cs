using Luciole.Torch.Autograd;

namespace Luciole.Torch.Distributed;

/// <summary>
/// Gradients of all ranks added up while the backward pass still runs (Li et al., "PyTorch Distributed: Experiences on Accelerating Data
/// Parallel Training", section 3.2). Parameters are taken from the last to the first, as their gradients come, in buckets of some
/// megabytes; a bucket travels when it and all before it are complete, so that all ranks send in the same order.
/// </summary>
public sealed class GradientBuckets : IDisposable
{
    /// <summary>Bytes of a bucket, about.</summary>
    public const long DefaultBytes = 25L << 20;

    // The first one leaves early: the link should not idle at the beginning.
    private const long FirstBytes = 1L << 20;

    private readonly ProcessGroup _group;
    private readonly List<GradientBucket> _buckets = [];
    private readonly List<GradientHook> _hooks = [];
    private readonly List<CollectiveWork> _works = [];
    private readonly Lock _lock = new();
    private double _weight;
    private bool _isListening;

    /// <summary>For the parameters of a network that want gradients; all ranks give the same ones in the same order.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="group">The ranks.</param>
    /// <param name="bytes">Bytes of a bucket, at least those of one parameter; <see cref="long.MaxValue"/>: all travel together after the pass.</param>
    public GradientBuckets(IEnumerable<Tensor> parameters, ProcessGroup group, long bytes = DefaultBytes)
    {
        _group = group;
        var open = new List<Tensor>();
        var size = 0L;
        foreach (var parameter in parameters.Where(p => p.RequiresGrad).Reverse())
        {
            var most = _buckets.Count == 0 && bytes < long.MaxValue ? Math.Min(FirstBytes, bytes) : bytes;
            var more = parameter.ElementCount * parameter.ItemSize;
            if (open.Count > 0 && (size + more > most || open[0].ScalarType != parameter.ScalarType || open[0].Device != parameter.Device))
            {
                Close(open);
                size = 0;
            }

            open.Add(parameter);
            size += more;
        }

        if (open.Count > 0)
            Close(open);
    }

    /// <summary>How many buckets there are.</summary>
    public int Count => _buckets.Count;

    /// <summary>
    /// The next backward pass is the last before a step of the optimiser: its gradients are sent. Gradients of earlier passes of the same
    /// step, which were added up in the parameters, travel with them.
    /// </summary>
    /// <param name="weight">What this rank's gradients count: 1 / ranks for an average of equal batches, its samples of all for others.</param>
    public void Begin(double weight)
    {
        lock (_lock)
        {
            _weight = weight;
            foreach (var bucket in _buckets)
                bucket.Reset();
            _isListening = true;
        }
    }

    /// <summary>Sends what is left - buckets of parameters that got no gradient in the pass - and waits; the gradients then are the weighted sums.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            _isListening = false;
            try
            {
                while (_works.Count < _buckets.Count)
                    _works.Add(_buckets[_works.Count].Send(_group, _weight));
                for (var i = 0; i < _works.Count; i++)
                {
                    _works[i].Wait();
                    _buckets[i].Adopt();
                }
            }
            finally
            {
                Forget();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var hook in _hooks)
            hook.Dispose();
        Forget();
        foreach (var bucket in _buckets)
            bucket.Dispose();
    }

    private void Close(List<Tensor> parameters)
    {
        var bucket = new GradientBucket(parameters);
        for (var i = 0; i < parameters.Count; i++)
        {
            var index = i;
            _hooks.Add(new GradientHook(parameters[i], () => Ready(bucket, index)));
        }

        _buckets.Add(bucket);
        parameters.Clear();
    }

    private void Ready(GradientBucket bucket, int index)
    {
        lock (_lock)
        {
            if (!_isListening || !bucket.Mark(index))
                return;
            using var noGrad = new NoGradScope();
            while (_works.Count < _buckets.Count && _buckets[_works.Count].IsComplete)
                _works.Add(_buckets[_works.Count].Send(_group, _weight));
        }
    }

    private void Forget()
    {
        foreach (var work in _works)
            work.Dispose();
        _works.Clear();
    }
}
