using Luciole.Torch;

namespace Luciole.Training;

/// <summary>How the steps of a training are computed; what is learnt does not depend on it, but for rounding.</summary>
public sealed record StepOptions
{
    /// <summary>How late losses are read from the device; null: after each batch on the processor, <see cref="LateReading.Usual"/> on a GPU.</summary>
    public LateReading? Late { get; init; }

    /// <summary>How the loss is scaled, for half precision; null: not at all. Losses are read late then.</summary>
    public LossScalingRule? Scaling { get; init; }

    /// <summary>Whether batches go to a GPU by way of page-locked memory, beside the computation.</summary>
    public bool Staged { get; init; }

    /// <summary>
    /// Whether a batch's forward and backward pass are recorded on a GPU and played from then on. Gradients must not be added up over
    /// batches, and nothing may be recomputed.
    /// </summary>
    public bool Graph { get; init; }

    /// <summary>Whether losses are read late on a device.</summary>
    internal bool IsLate(Device device) => Late is not null || Scaling is not null || device.Kind == DeviceKind.Cuda;
}
