namespace Luciole.Torch.Optimizers;

/// <summary>
/// Stochastic gradient descent with Nesterov's momentum, in the order of operations of PyTorch; the weight decay is an L2 penalty in the
/// gradient. With a momentum of 0 it is plain descent and has no state.
/// </summary>
public sealed class Sgd(IReadOnlyList<ParameterGroup> groups, double learningRate, double momentum = 0.9, bool nesterov = true)
    : Optimizer(groups, learningRate, momentum)
{
    private const string Buffer = "momentum_buffer";

    /// <summary>Whether a step looks ahead along the momentum.</summary>
    public bool Nesterov { get; } = nesterov;

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; } = [Buffer];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, object?> OptionsOf(ParameterGroup group) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["lr"] = LearningRate,
        ["momentum"] = Momentum,
        ["dampening"] = 0L,
        ["weight_decay"] = group.WeightDecay,
        ["nesterov"] = Nesterov,
        ["maximize"] = false,
        ["foreach"] = null,
        ["differentiable"] = false,
    };

    /// <inheritdoc/>
    protected override void Update(Tensor[] parameters, Tensor[] gradients, double weightDecay, Tensor? foundInfinite)
    {
        var directions = weightDecay == 0 ? gradients : Foreach.Add(gradients, parameters, weightDecay);
        if (Momentum != 0)
        {
            var buffers = Accumulate(parameters, directions);
            directions = Nesterov ? Foreach.Add(directions, buffers, Momentum) : buffers;
        }

        Foreach.AddInPlace(parameters, directions, -LearningRate);
    }

    private Tensor[] Accumulate(Tensor[] parameters, Tensor[] directions)
    {
        var old = Enumerable.Range(0, parameters.Length).Where(i => StateOf(parameters[i]) is not null).ToList();
        var buffers = parameters.Select((p, i) => StateOf(p, () => new(StringComparer.Ordinal) { [Buffer] = directions[i].Clone() })[Buffer]).ToArray();
        if (old.Count == 0)
            return buffers;
        Tensor[] moved = [.. old.Select(i => buffers[i])];
        Foreach.MulInPlace(moved, Momentum);
        Foreach.AddInPlace(moved, [.. old.Select(i => directions[i])], 1);
        return buffers;
    }
}
