namespace Luciole.Configuration;

/// <summary>Images: patches, normalisation, folders.</summary>
public sealed record DataSettings
{
    /// <summary><c>DATA.PATCH_SIZE</c></summary>
    public PatchSize PatchSize { get; init; } = new PatchSize(256, 256, 1);

    /// <summary><c>DATA.EXTRACT_RANDOM_PATCH</c></summary>
    public bool ExtractRandomPatch { get; init; }

    /// <summary><c>DATA.REFLECT_TO_COMPLETE_SHAPE</c></summary>
    public bool ReflectToPatchSize { get; init; }

    /// <summary><c>DATA.FORCE_RGB</c></summary>
    public bool ForceRgb { get; init; }

    /// <summary><c>DATA.SKIP_CORRUPT</c></summary>
    public bool SkipCorrupt { get; init; }

    /// <summary><c>DATA.CHECK_GENERATORS</c></summary>
    public bool CheckGenerators { get; init; }

    /// <summary><c>DATA.FILTER_BY_IMAGE</c></summary>
    public bool FilterByImage { get; init; }

    /// <summary><c>DATA.SAVE_FILTERED_IMAGES</c></summary>
    public bool SaveFilteredImages { get; init; }

    /// <summary><c>DATA.SAVE_FILTERED_IMAGES_NUM</c></summary>
    public int SavedFilteredImages { get; init; } = 3;

    /// <summary>How intensities become network input.</summary>
    public NormalizationSettings Normalization { get; init; } = new();

    /// <summary>The training images.</summary>
    public TrainDataSettings Train { get; init; } = new();

    /// <summary>The validation images.</summary>
    public ValidationDataSettings Validation { get; init; } = new();

    /// <summary>The images to predict.</summary>
    public TestDataSettings Test { get; init; } = new();

    /// <summary>Classical filters on the images before normalisation.</summary>
    public PreprocessSettings Preprocess { get; init; } = new();
}
