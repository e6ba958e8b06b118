using Luciole.Torch.Modules;

namespace Luciole.Torch.Optimizers;

/// <summary>Parameters that share a weight decay.</summary>
/// <param name="Parameters">The trainable parameters.</param>
/// <param name="WeightDecay">Weight decay: decoupled in AdamW, an L2 penalty in Adam and SGD.</param>
public sealed record ParameterGroup(IReadOnlyList<NamedTensor> Parameters, double WeightDecay)
{
    /// <summary>
    /// The grouping of timm's optimiser factory, which checkpoints of the reference have: first, undecayed, what has at most one
    /// axis or is a bias; then the rest. Without decay all are one group.
    /// </summary>
    public static IReadOnlyList<ParameterGroup> Split(Module module, double weightDecay)
    {
        var trainable = module.Parameters().Where(p => p.Tensor.RequiresGrad).ToList();
        if (weightDecay == 0)
            return [new ParameterGroup(trainable, 0)];
        var undecayed = trainable.Where(IsUndecayed).ToList();
        var decayed = trainable.Where(p => !IsUndecayed(p)).ToList();
        return [new ParameterGroup(undecayed, 0), new ParameterGroup(decayed, weightDecay)];
    }

    private static bool IsUndecayed(NamedTensor parameter) =>
        parameter.Tensor.Dimensions <= 1 || parameter.Name.EndsWith(".bias", StringComparison.Ordinal);
}
