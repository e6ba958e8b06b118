namespace Luciole.Configuration;

/// <summary>Logs and charts.</summary>
public sealed record LogSettings
{
    /// <summary><c>LOG.LOG_DIR</c></summary>
    public string? LogFolder { get; init; }

    /// <summary><c>LOG.TENSORBOARD_LOG_DIR</c></summary>
    public string? TensorBoardFolder { get; init; }

    /// <summary><c>LOG.LOG_FILE_PREFIX</c></summary>
    public string? FilePrefix { get; init; }

    /// <summary><c>LOG.CHART_CREATION_FREQ</c></summary>
    public int ChartEvery { get; init; } = 5;
}
