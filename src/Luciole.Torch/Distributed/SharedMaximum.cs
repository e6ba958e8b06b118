namespace Luciole.Torch.Distributed;

/// <summary>Lets a figure of a whole batch, such as the range of its values, be that of all ranks' batches.</summary>
/// <param name="group">The ranks; all ask for the same in the same order.</param>
public sealed class SharedMaximum(ProcessGroup group)
{
    /// <summary>Whether ranks share what is computed; else each has its own.</summary>
    public bool IsShared { get; set; } = true;

    /// <summary>Whether this rank's batch counts.</summary>
    public bool IsCounted { get; set; } = true;

    /// <summary>
    /// The largest over the ranks that count, element by element. Backward, what all ranks' losses want goes to the ranks that have the
    /// largest, in equal parts; losses are weighted before the pass.
    /// </summary>
    /// <param name="values">This rank's, <c>[K]</c>.</param>
    public Tensor Of(Tensor values) => IsShared ? Autograd.GradientFunction.Apply(new SharedMaximumFunction(group, IsCounted), values)[0] : values;
}
