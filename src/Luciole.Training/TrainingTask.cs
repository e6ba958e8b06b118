using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Training;

/// <summary>What is learnt: a network, and what it makes of a batch.</summary>
public abstract class TrainingTask
{
    /// <summary>The network whose parameters move.</summary>
    public abstract Module Model { get; }

    /// <summary>The loss and the prediction of a batch.</summary>
    /// <param name="raw">Label-free images <c>[N, C, H, W]</c>.</param>
    /// <param name="target">Fluorescence <c>[N, C', H, W]</c>, or null where there is none.</param>
    public abstract TaskOutput Forward(Tensor raw, Tensor? target);

    /// <summary>The same for a batch in memory; its tensors belong to the caller's scope.</summary>
    public TaskOutput Forward(Batch batch, Device device) => Forward(
        Tensor.From(batch.Raw, batch.RawShape).To(device),
        batch.Target is null ? null : Tensor.From(batch.Target, batch.TargetShape!).To(device));
}
