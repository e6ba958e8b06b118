using Luciole.Torch.Autograd;

namespace Luciole.Torch.Optimizers;

/// <summary>
/// Moves parameters along their gradients. Parameters without a gradient are left alone and have no state. The state of a parameter
/// has the names that PyTorch's optimisers give it (<c>step</c>, <c>exp_avg</c>, <c>momentum_buffer</c>), so that checkpoints fit both.
/// </summary>
public abstract class Optimizer : IDisposable
{
    private readonly Dictionary<Tensor, Dictionary<string, Tensor>> _state = new(ReferenceEqualityComparer.Instance);

    /// <summary>An optimiser over <paramref name="groups"/>.</summary>
    protected Optimizer(IReadOnlyList<ParameterGroup> groups, double learningRate)
    {
        Groups = groups;
        LearningRate = learningRate;
    }

    /// <summary>The parameters, by weight decay.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The learning rate of the next step.</summary>
    public double LearningRate { get; set; }

    /// <summary>What a one-cycle schedule moves against the learning rate: SGD's momentum, the first decay rate of Adam.</summary>
    public abstract double Momentum { get; set; }

    /// <summary>Moves every parameter that has a gradient.</summary>
    public void Step()
    {
        using var noGrad = new NoGradScope();
        foreach (var group in Groups)
        {
            foreach (var (_, parameter, _) in group.Parameters)
            {
                using var scope = new TensorScope();
                if (parameter.Gradient is { } gradient)
                    Update(parameter, gradient, group.WeightDecay);
            }
        }
    }

    /// <summary>The state of one parameter by PyTorch's names, or null before its first step. The tensors stay the optimiser's.</summary>
    public IReadOnlyDictionary<string, Tensor>? StateOf(Tensor parameter) => _state.GetValueOrDefault(parameter);

    /// <summary>Sets the state of one parameter from copies of these tensors, as when a run is resumed.</summary>
    public void SetState(Tensor parameter, IReadOnlyDictionary<string, Tensor> state)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        if (_state.Remove(parameter, out var old))
            Dispose(old);
        _state[parameter] = state.ToDictionary(entry => entry.Key, entry => TensorScope.Release(entry.Value.Clone()), StringComparer.Ordinal);
    }

    /// <summary>The options of a group as PyTorch's state dictionary names them: <c>lr</c>, <c>betas</c>, <c>weight_decay</c>.</summary>
    public abstract IReadOnlyDictionary<string, object?> OptionsOf(ParameterGroup group);

    /// <summary>Frees the optimiser's state; the parameters are not its own.</summary>
    public void Dispose()
    {
        foreach (var state in _state.Values)
            Dispose(state);
        _state.Clear();
        GC.SuppressFinalize(this);
    }

    /// <summary>Moves one parameter; gradients are not recorded, and tensors made here are freed afterwards.</summary>
    protected abstract void Update(Tensor parameter, Tensor gradient, double weightDecay);

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

    private static void Dispose(Dictionary<string, Tensor> state)
    {
        foreach (var tensor in state.Values)
            tensor.Dispose();
    }
}
