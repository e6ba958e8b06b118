using Luciole.Data.Augmentation;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;

namespace Luciole.Data.Loading;

/// <summary>How samples become batches.</summary>
public sealed record LoaderSettings
{
    /// <summary>The size of the patches (<c>DATA.PATCH_SIZE</c>).</summary>
    public required PatchShape Patch { get; init; }

    /// <summary>Channels that raw and target must have (the third number of <c>DATA.PATCH_SIZE</c>); null: those of the first raw and target.</summary>
    public int? Channels { get; init; }

    /// <summary>Images in a batch, of all processes together; the last batch may be smaller.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Which part of every batch is made here.</summary>
    public BatchShare Share { get; init; } = BatchShare.Whole;

    /// <summary>Which patches of an image are used.</summary>
    public PatchChoice Choice { get; init; } = PatchChoice.Grid;

    /// <summary>Overlap and padding of <see cref="PatchChoice.Grid"/>.</summary>
    public PatchLayout Layout { get; init; } = PatchLayout.Plain;

    /// <summary>Whether smaller images are completed by reflection (<c>DATA.REFLECT_TO_COMPLETE_SHAPE</c>), raw and target alike.</summary>
    public bool ReflectToPatch { get; init; } = true;

    /// <summary>The normalisation, with each image's own statistics.</summary>
    public NormalizationSettings Normalization { get; init; } = new();

    /// <summary>What an epoch is where several raws share a target.</summary>
    public RawsPerTarget RawsPerTarget { get; init; } = RawsPerTarget.All;

    /// <summary>Whether the order is drawn anew in every epoch.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Changes of patches, or <see langword="null"/>.</summary>
    public AugmentationPipeline? Augmentation { get; init; }

    /// <summary>Names all random streams (<c>SYSTEM.SEED</c>).</summary>
    public long Seed { get; init; }

    /// <summary>Bytes of decoded images kept in memory, where the loader has a cache of its own.</summary>
    public long CacheBytes { get; init; } = 512L << 20;

    /// <summary>Threads that make patches; 0 makes each batch in the thread that asks for it.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Batches that are ready or in work while one is used; 0 makes each when it is asked for, as <see cref="Workers"/> 0 does.</summary>
    public int Prefetch { get; init; } = 4;
}
