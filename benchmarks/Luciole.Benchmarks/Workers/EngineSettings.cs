namespace Luciole.Benchmarks.Workers;

/// <summary>How Luciole trains and predicts on a device, by the words of a configuration.</summary>
internal sealed record EngineSettings
{
    /// <summary><c>TRAIN.PRECISION</c>: auto, fp32, tf32, bf16 or fp16.</summary>
    public string Precision { get; init; } = "auto";

    /// <summary><c>TRAIN.CHANNELS_LAST</c>; null: by default.</summary>
    public bool? ChannelsLast { get; init; }

    /// <summary><c>TRAIN.CUDA_GRAPH</c>; null: by default.</summary>
    public bool? Graph { get; init; }

    /// <summary>Whether cuDNN chooses its algorithms by trying.</summary>
    public bool Autotuning { get; init; } = true;

    /// <summary><c>SYSTEM.PIN_MEM</c>: whether batches go to a GPU by way of page-locked memory, beside the computation.</summary>
    public bool Staged { get; init; } = true;

    /// <summary>Whether a step of the optimiser is one operator of libtorch.</summary>
    public bool FusedOptimizer { get; init; } = true;

    /// <summary>Whether activations of the network are computed a second time instead of kept.</summary>
    public bool Recomputes { get; init; }
}
