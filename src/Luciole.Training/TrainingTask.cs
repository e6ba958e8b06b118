using Luciole.Torch;
using Luciole.Torch.Modules;
using Luciole.Torch.Precision;

namespace Luciole.Training;

/// <summary>What is learnt: a network, and what it makes of a batch.</summary>
public abstract class TrainingTask
{
    /// <summary>The network whose parameters move.</summary>
    public abstract Module Model { get; }

    /// <summary>
    /// The 16-bit type that the network's products and convolutions are computed in; null: single precision throughout. Weights, gradients
    /// and the loss are in single precision always.
    /// </summary>
    public ScalarType? Mixed { get; init; }

    /// <summary>Whether images are handed to the network with their channels innermost in memory.</summary>
    public bool ChannelsLast { get; init; }

    /// <summary>The loss and the prediction of a batch.</summary>
    /// <param name="raw">Label-free images <c>[N, C, H, W]</c>.</param>
    /// <param name="target">Fluorescence <c>[N, C', H, W]</c>, or null where there is none.</param>
    public abstract TaskOutput Forward(Tensor raw, Tensor? target);

    /// <summary>The same for a part of a batch that ranks share: what is drawn at random is what the whole batch would have drawn.</summary>
    /// <param name="raw">Label-free images <c>[N, C, H, W]</c>.</param>
    /// <param name="target">Fluorescence <c>[N, C', H, W]</c>, or null where there is none.</param>
    /// <param name="part">Which samples these are.</param>
    public virtual TaskOutput Forward(Tensor raw, Tensor? target, BatchPart part) => Forward(raw, target);

    /// <summary>The same for a batch in memory; its tensors belong to the caller's scope.</summary>
    public TaskOutput Forward(Batch batch, Device device) => Forward(
        Tensor.From(batch.Raw, batch.RawShape).To(device),
        batch.Target is null ? null : Tensor.From(batch.Target, batch.TargetShape!).To(device),
        batch.Part);

    /// <summary>What the network makes of images, as the two settings say, in single precision.</summary>
    protected Tensor Compute(Func<Tensor, Tensor> network, Tensor images)
    {
        var input = ChannelsLast ? images.ToChannelsLast() : images;
        if (Mixed is not { } type)
            return network(input);
        using (new Autocast(images.Device.Kind, type))
            return network(input).To(ScalarType.Float32);
    }
}
