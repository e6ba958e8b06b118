using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;
using Luciole.Torch.Precision;

namespace Luciole.Torch.Optimizers;

/// <summary>
/// Moves parameters along their gradients. Parameters without a gradient are left alone and have no state. The state of a parameter
/// has the names that PyTorch's optimisers give it (<c>step</c>, <c>exp_avg</c>, <c>momentum_buffer</c>), so that checkpoints fit both.
/// </summary>
public abstract class Optimizer : IDisposable
{
    // Parameters go through the operators in lists of at most so many elements: few calls for many small parameters, and
    // temporary tensors no larger than those of one large parameter.
    private const long ListElements = 1 << 18;

    // One operator moves a list there and makes no temporary tensors; where it has to be composed, they are an eighth of a gibibyte at most.
    private const long ListElementsOnGpu = 1 << 25;

    private readonly Dictionary<Tensor, Dictionary<string, Tensor>> _state = new(ReferenceEqualityComparer.Instance);
    private readonly List<(Tensor[] Parameters, double WeightDecay)> _lists;
    private double _learningRate;
    private double _momentum;

    /// <summary>An optimiser over <paramref name="groups"/>.</summary>
    protected Optimizer(IReadOnlyList<ParameterGroup> groups, double learningRate, double momentum)
    {
        Groups = groups;
        _learningRate = learningRate;
        _momentum = momentum;
        _lists = [.. groups.SelectMany(group => Lists(group.Parameters).Select(list => (list, group.WeightDecay)))];
    }

    /// <summary>The parameters, by weight decay.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The learning rate of the next step.</summary>
    public double LearningRate
    {
        get => _learningRate;
        set
        {
            _learningRate = value;
            LearningRateChanged();
        }
    }

    /// <summary>What a one-cycle schedule moves against the learning rate: SGD's momentum, the first decay rate of Adam.</summary>
    /// <exception cref="InvalidOperationException">Another value after <see cref="PrepareForRecording"/>.</exception>
    public double Momentum
    {
        get => _momentum;
        set => _momentum = value == _momentum || !IsPreparedForRecording ? value
            : throw new InvalidOperationException("A step that was recorded keeps its momentum; record it anew, or do without.");
    }

    /// <summary>Whether steps may be recorded in a <see cref="Cuda.CudaGraph"/> once <see cref="PrepareForRecording"/> was called.</summary>
    public virtual bool CanBeRecorded => false;

    /// <summary>Whether <see cref="PrepareForRecording"/> was called.</summary>
    public bool IsPreparedForRecording { get; private set; }

    /// <summary>The names of what a parameter's state consists of, as in PyTorch.</summary>
    public abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>
    /// From now on steps read the learning rate from the GPU, where setting it puts it: a recorded step follows the schedule. Take a few
    /// steps before recording one, which makes the state.
    /// </summary>
    /// <exception cref="NotSupportedException">Not <see cref="CanBeRecorded"/>.</exception>
    public void PrepareForRecording()
    {
        if (!CanBeRecorded)
            throw new NotSupportedException($"Steps of {GetType().Name} cannot be recorded here.");
        IsPreparedForRecording = true;
        LearningRateChanged();
    }

    /// <summary>Moves every parameter that has a gradient.</summary>
    public void Step() => Step(null);

    /// <summary>
    /// Moves every parameter that has a gradient, unless one is not finite. Where moving is one operator on the GPU nothing waits for it;
    /// else whether the step is left out is read from the device. The gradients stay divided.
    /// </summary>
    /// <param name="scaled">How the gradients are scaled, or null.</param>
    public void Step(ScaledGradients? scaled)
    {
        using var noGrad = new NoGradScope();
        if (scaled?.Scale is not null)
            Unscale(scaled);
        if (!TakesFoundInfinite && scaled is not null && scaled.FoundInfinite.Item() != 0)
            return;

        foreach (var (parameters, weightDecay) in _lists)
        {
            using var scope = new TensorScope();
            var (moved, gradients) = WithGradient(parameters);
            if (moved.Length > 0)
                Update(moved, gradients, weightDecay, scaled?.FoundInfinite);
        }
    }

    /// <summary>The state of one parameter by PyTorch's names, or null before its first step. The tensors stay the optimiser's.</summary>
    public IReadOnlyDictionary<string, Tensor>? StateOf(Tensor parameter) => _state.GetValueOrDefault(parameter);

    /// <summary>
    /// Sets the state of one parameter from copies of these tensors, as when a run is resumed. Where there is a state of the same shapes its
    /// tensors take the values, so that a recorded step goes on with them.
    /// </summary>
    public void SetState(Tensor parameter, IReadOnlyDictionary<string, Tensor> state)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        if (_state.TryGetValue(parameter, out var old) && old.Count == state.Count &&
            state.All(entry => old.TryGetValue(entry.Key, out var value) && value.Shape.AsSpan().SequenceEqual(entry.Value.Shape)))
        {
            foreach (var (name, value) in state)
                old[name].CopyFrom(value);
            return;
        }

        if (_state.Remove(parameter, out old))
            Dispose(old);
        _state[parameter] = state.ToDictionary(entry => entry.Key, entry => TensorScope.Release(Place(parameter, entry.Key, entry.Value)), StringComparer.Ordinal);
    }

    /// <summary>Forgets the state of every parameter.</summary>
    public void ClearState()
    {
        foreach (var state in _state.Values)
            Dispose(state);
        _state.Clear();
    }

    /// <summary>The options of a group as PyTorch's state dictionary names them: <c>lr</c>, <c>betas</c>, <c>weight_decay</c>.</summary>
    public abstract IReadOnlyDictionary<string, object?> OptionsOf(ParameterGroup group);

    /// <summary>Frees the optimiser's state; the parameters are not its own.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the optimiser's state.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            ClearState();
    }

    /// <summary>Called when the learning rate was set.</summary>
    protected virtual void LearningRateChanged()
    {
    }

    /// <summary>A copy of a stored value as the state of a parameter keeps it: on its device, and with its strides where it has its shape.</summary>
    protected virtual Tensor Place(Tensor parameter, string name, Tensor value)
    {
        if (!value.Shape.AsSpan().SequenceEqual(parameter.Shape))
            return value.Clone();
        var placed = Tensor.EmptyLike(parameter, value.ScalarType);
        placed.CopyFrom(value);
        return placed;
    }

    /// <summary>
    /// Moves parameters of one group, which go with their gradients place by place; what is computed is not followed by autograd, and
    /// tensors made here are freed afterwards. Gradients are not changed.
    /// </summary>
    /// <param name="parameters">What moves.</param>
    /// <param name="gradients">Where to.</param>
    /// <param name="weightDecay">The weight decay of the group.</param>
    /// <param name="foundInfinite">Not 0 where nothing is to move; of concern only to a class that <see cref="TakesFoundInfinite"/>.</param>
    protected abstract void Update(Tensor[] parameters, Tensor[] gradients, double weightDecay, Tensor? foundInfinite);

    /// <summary>Whether <see cref="Update"/> leaves itself out on the device; else it is not called then.</summary>
    protected virtual bool TakesFoundInfinite => false;

    /// <summary>The state of a parameter, made by <paramref name="create"/> when it has none yet; made tensors become the optimiser's.</summary>
    protected IReadOnlyDictionary<string, Tensor> StateOf(Tensor parameter, Func<Dictionary<string, Tensor>> create)
    {
        if (!_state.TryGetValue(parameter, out var state))
        {
            state = create();
            foreach (var tensor in state.Values)
                TensorScope.Release(tensor);
            _state.Add(parameter, state);
        }

        return state;
    }

    private void Unscale(ScaledGradients scaled)
    {
        using var scope = new TensorScope();
        var gradients = _lists.SelectMany(list => WithGradient(list.Parameters).Gradients).ToArray();
        LossScaling.CheckAndUnscale(gradients, scaled.FoundInfinite, scaled.Scale!.Pow(-1));
    }

    private static (Tensor[] Parameters, Tensor[] Gradients) WithGradient(Tensor[] parameters)
    {
        var moved = new List<Tensor>(parameters.Length);
        var gradients = new List<Tensor>(parameters.Length);
        foreach (var parameter in parameters)
        {
            if (parameter.Gradient is not { } gradient)
                continue;
            moved.Add(parameter);
            gradients.Add(gradient);
        }

        return ([.. moved], [.. gradients]);
    }

    private static IEnumerable<Tensor[]> Lists(IReadOnlyList<NamedTensor> parameters)
    {
        var list = new List<Tensor>();
        long elements = 0;
        foreach (var (_, parameter, _) in parameters)
        {
            var count = parameter.ElementCount;
            if (list.Count > 0 && elements + count > (parameter.Device.Kind == DeviceKind.Cuda ? ListElementsOnGpu : ListElements))
            {
                yield return [.. list];
                list.Clear();
                elements = 0;
            }

            list.Add(parameter);
            elements += count;
        }

        if (list.Count > 0)
            yield return [.. list];
    }

    private static void Dispose(Dictionary<string, Tensor> state)
    {
        foreach (var tensor in state.Values)
            tensor.Dispose();
    }
}
