using Luciole.Data.Normalization;
using Luciole.Torch;

namespace Luciole.Inference;

/// <summary>How an image is prepared for a masked autoencoder.</summary>
public sealed record ReconstructionSettings
{
    /// <summary>The normalisation, with statistics of the whole image.</summary>
    public required NormalizationSettings Normalization { get; init; }

    /// <summary>Whether statistics count what reflection to the patch size adds (<c>DATA.REFLECT_TO_COMPLETE_SHAPE</c>), as in training.</summary>
    public bool ReflectToPatch { get; init; }

    /// <summary>Patches that go through the network together; halved where the memory does not suffice.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Told the new number of patches when it was halved.</summary>
    public Action<int>? BatchHalved { get; init; }

    /// <summary>The 16-bit type that products and convolutions are cast to; null: single precision throughout.</summary>
    public ScalarType? Mixed { get; init; }

    /// <summary>Names the random masks (<c>SYSTEM.SEED</c>).</summary>
    public long Seed { get; init; }

    /// <summary>Bytes of reconstructed pixels held in memory; larger images go through scratch files.</summary>
    public long MemoryBudget { get; init; } = 512L << 20;

    /// <summary>Where the scratch files of very large images go; null: the system's temporary folder.</summary>
    public string? ScratchFolder { get; init; }
}
