namespace Luciole.Configuration;

/// <summary>Which samples to leave out by their properties.</summary>
public sealed record FilterSamplesSettings
{
    /// <summary><c>FILTER_SAMPLES.ENABLE</c></summary>
    public bool Enable { get; init; }

    /// <summary><c>FILTER_SAMPLES.PROPS</c></summary>
    public IReadOnlyList<IReadOnlyList<string>> Properties { get; init; } = [];

    /// <summary><c>FILTER_SAMPLES.VALUES</c></summary>
    public IReadOnlyList<IReadOnlyList<double>> Thresholds { get; init; } = [];

    /// <summary><c>FILTER_SAMPLES.SIGNS</c></summary>
    public IReadOnlyList<IReadOnlyList<string>> Signs { get; init; } = [];

    /// <summary><c>FILTER_SAMPLES.NORM_BEFORE</c></summary>
    public bool NormalizeBefore { get; init; }
}
