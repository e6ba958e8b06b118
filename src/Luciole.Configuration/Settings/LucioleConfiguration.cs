namespace Luciole.Configuration;

/// <summary>
/// All settings of a run: BiaPy's sections as typed records. The records' initial values are the defaults, the key tables in
/// <see cref="ConfigurationSchema"/> give every property its key; nothing else in the program knows a default.
/// </summary>
public sealed record LucioleConfiguration
{
    /// <summary>The machine: threads, workers, device, seed.</summary>
    public SystemSettings System { get; init; } = new();

    /// <summary>What is to be learnt.</summary>
    public ProblemSettings Problem { get; init; } = new();

    /// <summary>Images: patches, normalisation, folders.</summary>
    public DataSettings Data { get; init; } = new();

    /// <summary>Random changes of the training images.</summary>
    public AugmentorSettings Augmentor { get; init; } = new();

    /// <summary>The network.</summary>
    public ModelSettings Model { get; init; } = new();

    /// <summary>What training makes small.</summary>
    public LossSettings Loss { get; init; } = new();

    /// <summary>The training.</summary>
    public TrainSettings Train { get; init; } = new();

    /// <summary>The prediction.</summary>
    public TestSettings Test { get; init; } = new();

    /// <summary>Where results go.</summary>
    public PathSettings Paths { get; init; } = new();

    /// <summary>Logs and charts.</summary>
    public LogSettings Log { get; init; } = new();
}
