namespace Luciole.Torch.Optimizers;

/// <summary>Adam whose weight decay is an L2 penalty: it goes into the gradient, and so through the moments.</summary>
public sealed class Adam(IReadOnlyList<ParameterGroup> groups, double learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    : AdaptiveMomentEstimation(groups, learningRate, beta1, beta2, epsilon)
{
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
        ["differentiable"] = false,
        ["fused"] = false,
    };

    /// <inheritdoc/>
    protected override bool IsDecoupled => false;

    /// <inheritdoc/>
    protected override Tensor[] Decay(Tensor[] parameters, Tensor[] gradients, double weightDecay) =>
        Foreach.Add(gradients, parameters, weightDecay);
}
