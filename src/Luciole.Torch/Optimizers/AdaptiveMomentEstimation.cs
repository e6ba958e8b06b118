using Luciole.Kernels.Optimizers;
using Luciole.Torch.Autograd;
using Luciole.Torch.Cpu;

namespace Luciole.Torch.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization"), in the order of operations of PyTorch 1.13, bias corrections in
/// double precision. How the weight decay comes in is left to the two variants. On the processor, in 32-bit floats, a step is one pass; on
/// a GPU it is one operator of libtorch, where this libtorch has it.
/// </summary>
public abstract class AdaptiveMomentEstimation : Optimizer
{
    private const string Steps = "step";
    private const string Mean = "exp_avg";
    private const string Square = "exp_avg_sq";
    private readonly Lazy<bool> _isFused;
    private Tensor? _rateOnDevice;

    /// <summary>An optimiser over <paramref name="groups"/>.</summary>
    protected AdaptiveMomentEstimation(IReadOnlyList<ParameterGroup> groups, double learningRate, double beta1, double beta2, double epsilon)
        : base(groups, learningRate, beta1)
    {
        Beta2 = beta2;
        Epsilon = epsilon;
        _isFused = new(() => AllowsOneOperator && Groups.SelectMany(group => group.Parameters).All(parameter => FusedMoments.Takes(parameter.Tensor, IsDecoupled)));
    }

    /// <summary>Whether a step on a GPU may be one operator of libtorch; else it is one for each kind of arithmetic over all parameters.</summary>
    public bool AllowsOneOperator { get; init; } = true;

    /// <summary>Decay rate of the mean of squared gradients.</summary>
    public double Beta2 { get; }

    /// <summary>Added to the denominator.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; } = [Steps, Mean, Square];

    /// <inheritdoc/>
    public override bool CanBeRecorded => _isFused.Value && FusedMoments.TakesRate(IsDecoupled);

    /// <inheritdoc/>
    protected sealed override bool TakesFoundInfinite => _isFused.Value;

    /// <summary>Whether the weight decay shrinks the weights by themselves, apart from the gradient.</summary>
    protected abstract bool IsDecoupled { get; }

    /// <summary>Lets the weight decay act, on the parameters in place or by other gradients, which are returned.</summary>
    protected abstract Tensor[] Decay(Tensor[] parameters, Tensor[] gradients, double weightDecay);

    /// <inheritdoc/>
    protected sealed override void Update(Tensor[] parameters, Tensor[] gradients, double weightDecay, Tensor? foundInfinite)
    {
        var states = Array.ConvertAll(parameters, parameter => StateOf(parameter, () => NewState(parameter)));
        if (_isFused.Value)
        {
            var rule = new FusedMomentRule(IsDecoupled, LearningRate, _rateOnDevice, Momentum, Beta2, weightDecay, Epsilon);
            Tensor[] Each(string name) => Array.ConvertAll(states, state => state[name]);
            FusedMoments.Step(rule, parameters, gradients, Each(Mean), Each(Square), Each(Steps), foundInfinite);
            return;
        }

        var steps = Array.ConvertAll(states, state => ++state[Steps].AsSpan<float>()[0]);
        if (Enumerable.Range(0, parameters.Length).All(i => CpuAdaptiveMoments.Takes(parameters[i], gradients[i], states[i][Mean], states[i][Square])))
        {
            for (var i = 0; i < parameters.Length; i++)
                CpuAdaptiveMoments.Step(RuleOf(steps[i], weightDecay), parameters[i], gradients[i], states[i][Mean], states[i][Square]);
            return;
        }

        if (weightDecay != 0)
            gradients = Decay(parameters, gradients, weightDecay);

        // A parameter that was frozen for a while has fewer steps behind it than its neighbours.
        foreach (var step in steps.Distinct())
        {
            T[] WithStep<T>(T[] list) => [.. list.Where((_, i) => steps[i] == step)];
            Update(WithStep(parameters), WithStep(gradients), WithStep(states), step);
        }
    }

    private AdaptiveMomentRule RuleOf(double step, double weightDecay) => new(
        IsDecoupled ? 1 - (LearningRate * weightDecay) : 1,
        IsDecoupled ? 0 : weightDecay,
        Momentum,
        Beta2,
        Math.Sqrt(1 - Math.Pow(Beta2, step)),
        Epsilon,
        LearningRate / (1 - Math.Pow(Momentum, step)));

    private void Update(Tensor[] parameters, Tensor[] gradients, IReadOnlyDictionary<string, Tensor>[] states, double step)
    {
        var means = Array.ConvertAll(states, state => state[Mean]);
        var squares = Array.ConvertAll(states, state => state[Square]);
        Foreach.MulInPlace(means, Momentum);
        Foreach.AddInPlace(means, gradients, 1 - Momentum);
        Foreach.MulInPlace(squares, Beta2);
        Foreach.AddcmulInPlace(squares, gradients, gradients, 1 - Beta2);
        var denominators = Foreach.Sqrt(squares);
        Foreach.DivInPlace(denominators, Math.Sqrt(1 - Math.Pow(Beta2, step)));
        Foreach.AddInPlace(denominators, Epsilon);
        Foreach.AddcdivInPlace(parameters, means, denominators, -(LearningRate / (1 - Math.Pow(Momentum, step))));
    }

    /// <inheritdoc/>
    protected sealed override void LearningRateChanged()
    {
        if (!IsPreparedForRecording)
            return;
        using var noGrad = new NoGradScope();
        _rateOnDevice ??= TensorScope.Release(Tensor.Scalar(LearningRate, ScalarType.Float32, Groups[0].Parameters[0].Tensor.Device));
        _rateOnDevice.FillInPlace(LearningRate);
    }

    // A count lies where the step reads it.
    /// <inheritdoc/>
    protected sealed override Tensor Place(Tensor parameter, string name, Tensor value)
    {
        if (!name.Equals(Steps, StringComparison.Ordinal))
            return base.Place(parameter, name, value);
        var count = Tensor.Zeros([], ScalarType.Float32, StepDevice(parameter));
        count.CopyFrom(value.Reshape([]));
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _rateOnDevice?.Dispose();
        base.Dispose(disposing);
    }

    private Device StepDevice(Tensor parameter) => _isFused.Value ? parameter.Device : Device.Cpu;

    private Dictionary<string, Tensor> NewState(Tensor parameter) => new(StringComparer.Ordinal)
    {
        [Steps] = Tensor.Zeros([], ScalarType.Float32, StepDevice(parameter)),
        [Mean] = ZerosLike(parameter),
        [Square] = ZerosLike(parameter),
    };

    // With the parameter's strides, which the operator on a GPU demands.
    private static Tensor ZerosLike(Tensor parameter)
    {
        var zeros = Tensor.EmptyLike(parameter, parameter.ScalarType);
        zeros.FillInPlace(0);
        return zeros;
    }
}
