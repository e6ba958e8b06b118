using Luciole.Torch.Distributed;

namespace Luciole.Training;

/// <summary>What ranks share beside gradients.</summary>
public sealed record DataParallelOptions
{
    /// <summary>Whether batch normalisation counts all ranks' batches as one.</summary>
    public bool IsNormalizationShared { get; init; } = true;

    /// <summary>Whether each rank measures a part of the validation samples; else each measures all.</summary>
    public bool IsEvaluationShared { get; init; } = true;

    /// <summary>Bytes of gradients that travel together.</summary>
    public long BucketBytes { get; init; } = GradientBuckets.DefaultBytes;

    /// <summary>Carries figures of the processor; null: what carries tensors does.</summary>
    public ProcessGroup? Figures { get; init; }

    /// <summary>The largest values of whole batches, where the loss asks for them; or null.</summary>
    public SharedMaximum? Maximum { get; init; }
}
