using Luciole.Checkpoints;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;
using Luciole.Torch.StateDicts;

namespace Luciole.Training;

/// <summary>
/// An exponential moving average of a network's parameters and floating-point buffers; integer buffers are copied. It often predicts
/// better than the weights of the last step (Polyak and Juditsky, 1992). The decay of the n-th update is
/// <c>min(decay, (1 + n) / (10 + n))</c>, so that the first weights are soon forgotten. Costs the memory of the network once more.
/// </summary>
public sealed class WeightAverage : IDisposable
{
    private static readonly Operator s_lerp = new("aten::lerp_", "Tensor");

    private readonly List<(NamedTensor Average, Tensor Source)> _tensors = [];
    private readonly double _decay;
    private Tensor? _counted;
    private bool _isApplied;

    /// <summary>An average that begins with the weights as they are.</summary>
    /// <param name="module">The network, which must outlive the average.</param>
    /// <param name="decay">How much of the average an update keeps, 0 to 1; for instance 0.999.</param>
    public WeightAverage(Module module, double decay)
    {
        _decay = decay;
        using var noGrad = new NoGradScope();
        foreach (var entry in module.State())
            _tensors.Add((entry with { Tensor = TensorScope.Release(entry.Tensor.Clone()) }, entry.Tensor));
    }

    /// <summary>Updates so far.</summary>
    public long Updates { get; private set; }

    /// <summary>The average under the names and in the order of the network's checkpoint. The tensors stay the average's own and go on changing.</summary>
    /// <exception cref="InvalidOperationException">The average is applied: the network itself holds it.</exception>
    public IReadOnlyList<NamedTensor> Tensors
    {
        get
        {
            RequireNotApplied();
            return [.. _tensors.Select(t => t.Average)];
        }
    }

    /// <summary>Takes the network's present weights in: once after each step of the optimiser.</summary>
    public void Update()
    {
        RequireNotApplied();
        Updates++;
        var weight = 1 - Math.Min(_decay, (1.0 + Updates) / (10.0 + Updates));
        using var noGrad = new NoGradScope();
        foreach (var ((_, average, _), source) in _tensors)
        {
            if (average.IsFloatingPoint)
                average.LerpInPlace(source, weight);
            else
                average.CopyFrom(source);
        }
    }

    /// <summary>
    /// The same without telling the processor whether the step was one: where a flag (one element, 1 or 0) says that it was skipped, the
    /// average stays. <see cref="Updates"/> is behind until <see cref="Count"/> tells it.
    /// </summary>
    internal void Update(Tensor skip)
    {
        RequireNotApplied();
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        _counted ??= TensorScope.Release(Tensor.Full([], Updates, ScalarType.Float64, skip.Device));
        var counts = 1 - skip.To(ScalarType.Float64);
        _counted.AddInPlace(counts);
        var decay = ((_counted + 1) / (_counted + 10)).Clamp(null, _decay);
        var weight = (counts * (1 - decay)).To(ScalarType.Float32);
        var skipped = Elementwise.Truth(skip);
        foreach (var ((_, average, isParameter), source) in _tensors)
        {
            var end = isParameter ? source : Elementwise.Where(skipped, average, source);
            if (average.IsFloatingPoint)
                s_lerp.CallInPlace(average, end, weight);
            else
                average.CopyFrom(end);
        }
    }

    /// <summary>Adds updates that were made without telling.</summary>
    internal void Count(long updates) => Updates += updates;

    /// <summary>
    /// Puts the average into the network until the scope is disposed; then the network has its own weights back. Nothing is copied.
    /// Meanwhile the weights must not be trained, loaded or moved.
    /// </summary>
    public IDisposable Apply()
    {
        RequireNotApplied();
        Swap();
        _isApplied = true;
        return new AppliedScope(this);
    }

    /// <summary>Continues from an average that was saved, tensor for tensor, and its number of updates.</summary>
    /// <exception cref="InputException">A tensor is missing, left over or of another shape; the message names <paramref name="fileName"/>.</exception>
    public void Restore(IEnumerable<KeyValuePair<string, CheckpointTensor>> tensors, long updates, string fileName)
    {
        RequireNotApplied();
        var given = new Dictionary<string, CheckpointTensor>(tensors, StringComparer.Ordinal);
        foreach (var ((name, average, _), _) in _tensors)
        {
            if (!given.Remove(name, out var tensor))
                throw new InputException($"{fileName}: its averaged weights lack {name}; resume with the network that the checkpoint was trained with, or set TRAIN.EMA_DECAY: -1.");
            if (!tensor.Shape.AsSpan().SequenceEqual(average.Shape))
                throw new InputException($"{fileName}: {new ShapeMismatch(name, tensor.Shape, average.Shape)} in its averaged weights; resume with the network that the checkpoint was trained with.");
            TensorReader.Read(tensor, average);
        }

        if (given.Count > 0)
            throw new InputException($"{fileName}: its averaged weights have {given.Keys.First()}, which the network does not have; resume with the network that the checkpoint was trained with.");
        Updates = updates;
        _counted?.Dispose();
        _counted = null;
    }

    /// <summary>Moves the average to a device, as the network was moved.</summary>
    public void MoveTo(Device device)
    {
        RequireNotApplied();
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        foreach (var ((_, average, _), _) in _tensors)
            average.ReplaceData(average.Detach().To(device));
    }

    /// <summary>Frees the average; the network's weights are its own again.</summary>
    public void Dispose()
    {
        Withdraw();
        foreach (var ((_, average, _), _) in _tensors)
            average.Dispose();
        _tensors.Clear();
        _counted?.Dispose();
        _counted = null;
    }

    private void Swap()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        foreach (var ((_, average, _), source) in _tensors)
        {
            var own = source.Detach();
            source.ReplaceData(average);
            average.ReplaceData(own);
        }
    }

    private void RequireNotApplied()
    {
        if (_isApplied)
            throw new InvalidOperationException("The averaged weights are in the network; dispose what Apply returned first.");
    }

    private void Withdraw()
    {
        if (!_isApplied)
            return;
        Swap();
        _isApplied = false;
    }

    private sealed class AppliedScope(WeightAverage average) : IDisposable
    {
        private WeightAverage? _average = average;

        public void Dispose()
        {
            _average?.Withdraw();
            _average = null;
        }
    }
}
