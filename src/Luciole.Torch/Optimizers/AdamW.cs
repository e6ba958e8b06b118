namespace Luciole.Torch.Optimizers;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight Decay Regularization"), in PyTorch's order of operations.
/// </summary>
public sealed class AdamW : Optimizer
{
    /// <summary>An optimiser over <paramref name="groups"/>.</summary>
    public AdamW(IReadOnlyList<ParameterGroup> groups, double learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : base(groups, learningRate)
    {
        Momentum = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
    }

    /// <summary>Decay rate of the mean of gradients.</summary>
    public override double Momentum { get; set; }

    /// <summary>Decay rate of the mean of squared gradients.</summary>
    public double Beta2 { get; }

    /// <summary>Added to the denominator.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, object?> OptionsOf(ParameterGroup group) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["lr"] = LearningRate,
        ["betas"] = new object?[] { Momentum, Beta2 },
        ["eps"] = Epsilon,
        ["weight_decay"] = group.WeightDecay,
        ["amsgrad"] = false,
        ["maximize"] = false,
        ["foreach"] = null,
        ["capturable"] = false,
    };

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, double weightDecay)
    {
        var state = StateOf(parameter, () => new(StringComparer.Ordinal)
        {
            ["step"] = Tensor.Zeros([]),
            ["exp_avg"] = Tensor.Zeros(parameter.Shape, parameter.ScalarType, parameter.Device),
            ["exp_avg_sq"] = Tensor.Zeros(parameter.Shape, parameter.ScalarType, parameter.Device),
        });
        var step = state["step"].Item() + 1;
        state["step"].FillInPlace(step);
        if (weightDecay != 0)
            parameter.MulInPlace(1 - (LearningRate * weightDecay));
        state["exp_avg"].LerpInPlace(gradient, 1 - Momentum);
        state["exp_avg_sq"].MulInPlace(Beta2);
        state["exp_avg_sq"].AddcmulInPlace(gradient, gradient, 1 - Beta2);
        var correction1 = 1 - Math.Pow(Momentum, step);
        var correction2 = 1 - Math.Pow(Beta2, step);
        var denominator = (state["exp_avg_sq"].Sqrt() / Math.Sqrt(correction2)) + Epsilon;
        parameter.AddcdivInPlace(state["exp_avg"], denominator, -LearningRate / correction1);
    }
}
