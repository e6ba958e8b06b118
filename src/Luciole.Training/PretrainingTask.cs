using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Training;

/// <summary>Masked auto-encoding: hidden tokens are reconstructed from the visible ones.</summary>
public sealed class PretrainingTask(MaskedAutoencoder model) : TrainingTask
{
    /// <inheritdoc/>
    public override Module Model => model;

    /// <inheritdoc/>
    public override Tensor Loss(Tensor raw, Tensor? target) => model.Forward(raw).Loss;
}
