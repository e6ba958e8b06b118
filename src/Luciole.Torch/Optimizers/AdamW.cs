namespace Luciole.Torch.Optimizers;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight Decay Regularization"): the weights shrink by themselves,
/// apart from the gradient.
/// </summary>
public sealed class AdamW(IReadOnlyList<ParameterGroup> groups, double learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
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
        ["foreach"] = null,
        ["maximize"] = false,
        ["capturable"] = false,
    };

    /// <inheritdoc/>
    protected override bool IsDecoupled => true;

    /// <inheritdoc/>
    protected override Tensor[] Decay(Tensor[] parameters, Tensor[] gradients, double weightDecay)
    {
        Foreach.MulInPlace(parameters, 1 - (LearningRate * weightDecay));
        return gradients;
    }
}
