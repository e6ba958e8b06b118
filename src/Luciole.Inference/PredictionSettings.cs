using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Torch;

namespace Luciole.Inference;

/// <summary>How an image is prepared for the network and put together again.</summary>
public sealed record PredictionSettings
{
    /// <summary>The size the network takes (<c>DATA.PATCH_SIZE</c>).</summary>
    public required PatchShape Patch { get; init; }

    /// <summary>Overlap and padding of patches (<c>DATA.TEST.OVERLAP</c>, <c>DATA.TEST.PADDING</c>).</summary>
    public PatchLayout Layout { get; init; }

    /// <summary>The normalisation, with statistics of the whole image.</summary>
    public required NormalizationSettings Normalization { get; init; }

    /// <summary>Whether images smaller than a patch are reflected to its size (<c>DATA.REFLECT_TO_COMPLETE_SHAPE</c>).</summary>
    public bool ReflectToPatch { get; init; }

    /// <summary>Patches that go through the network together; halved where the memory does not suffice.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Told the new number of patches when it was halved.</summary>
    public Action<int>? BatchHalved { get; init; }

    /// <summary>The 16-bit type that products and convolutions are cast to; null: single precision throughout.</summary>
    public ScalarType? Mixed { get; init; }

    /// <summary>How the predictions of each patch in its eight orientations become one (<c>TEST.AUGMENTATION</c>); null: patches are predicted as they lie.</summary>
    public OrientationMerge? EightOrientations { get; init; }

    /// <summary>
    /// Whether the spread of each pixel's predictions is kept as its confidence: over the eight orientations of each patch, whatever
    /// <see cref="EightOrientations"/> says (the prediction is then their mean), and over all patches that overlap there.
    /// </summary>
    public bool Confidence { get; init; }

    /// <summary>Bytes of patches that go through one network before the next one's turn, where there are several.</summary>
    public long StretchBytes { get; init; } = 64L << 20;

    /// <summary>Bytes of predicted pixels held in memory; larger images go through a scratch file.</summary>
    public long MemoryBudget { get; init; } = 512L << 20;

    /// <summary>Where the scratch file of very large images goes; null: the system's temporary folder.</summary>
    public string? ScratchFolder { get; init; }
}
