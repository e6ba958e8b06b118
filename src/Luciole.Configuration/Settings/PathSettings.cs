namespace Luciole.Configuration;

/// <summary>Where results go; null means: in the job's folder.</summary>
public sealed record PathSettings
{
    /// <summary><c>PATHS.CHECKPOINT_FILE</c></summary>
    public string? CheckpointFile { get; init; }

    /// <summary><c>PATHS.CHECKPOINT</c></summary>
    public string? CheckpointFolder { get; init; }

    /// <summary><c>PATHS.RESULT_DIR.PATH</c></summary>
    public string? ResultFolder { get; init; }

    /// <summary><c>PATHS.RESULT_DIR.PER_IMAGE</c></summary>
    public string? PerImageFolder { get; init; }

    /// <summary><c>PATHS.CHARTS</c></summary>
    public string? ChartsFolder { get; init; }

    /// <summary><c>PATHS.DA_SAMPLES</c></summary>
    public string? AugmentationSamplesFolder { get; init; }

    /// <summary><c>PATHS.GEN_CHECKS</c></summary>
    public string? GeneratorChecksFolder { get; init; }

    /// <summary><c>PATHS.GEN_MASK_CHECKS</c></summary>
    public string? GeneratorTargetChecksFolder { get; init; }

    /// <summary><c>PATHS.MAE_OUT_DIR</c></summary>
    public string? ReconstructionsFolder { get; init; }

    /// <summary><c>PATHS.FIL_SAMPLES_DIR</c></summary>
    public string? FilteredSamplesFolder { get; init; }
}
