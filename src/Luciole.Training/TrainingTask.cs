using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Training;

/// <summary>What is learnt: a network and the loss of a batch.</summary>
public abstract class TrainingTask
{
    /// <summary>The network whose parameters move.</summary>
    public abstract Module Model { get; }

    /// <summary>The loss of a batch, a tensor without axes that autograd follows.</summary>
    /// <param name="raw">Label-free images <c>[N, C, H, W]</c>.</param>
    /// <param name="target">Fluorescence <c>[N, C', H, W]</c>, or null where there is none.</param>
    public abstract Tensor Loss(Tensor raw, Tensor? target);
}
