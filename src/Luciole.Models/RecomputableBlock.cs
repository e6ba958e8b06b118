using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;

namespace Luciole.Models;

/// <summary>A block from one tensor to one, whose inner tensors can be computed again on the way back instead of being kept.</summary>
public abstract class RecomputableBlock : Module
{
    /// <summary>Whether only the input is kept in training.</summary>
    public bool IsRecomputed { get; set; }

    /// <summary>The block's result.</summary>
    public Tensor Forward(Tensor input) => IsRecomputed && IsTraining && NoGradScope.GradEnabled && FirstTrained() is { } parameter
        ? Recomputed.Run(Compute, input, parameter, IsRandom)
        : Compute(input);

    /// <summary>Whether the block draws random numbers in training.</summary>
    public virtual bool IsRandom => false;

    /// <summary>The block's computation.</summary>
    protected abstract Tensor Compute(Tensor input);

    // Without any, nothing inside is kept in the first place.
    private Tensor? FirstTrained() => Parameters().Select(p => p.Tensor).FirstOrDefault(t => t.RequiresGrad);
}
