namespace Luciole.Configuration;

/// <summary>The training images.</summary>
public sealed record TrainDataSettings
{
    /// <summary><c>DATA.TRAIN.PATH</c></summary>
    public string Path { get; init; } = "user_data/train/x";

    /// <summary><c>DATA.TRAIN.GT_PATH</c></summary>
    public string TargetPath { get; init; } = "user_data/train/y";

    /// <summary><c>DATA.TRAIN.IN_MEMORY</c></summary>
    public bool InMemory { get; init; } = true;

    /// <summary><c>DATA.TRAIN.CHECK_DATA</c></summary>
    public bool CheckData { get; init; } = true;

    /// <summary><c>DATA.TRAIN.REPLICATE</c></summary>
    public int Replicate { get; init; }

    /// <summary><c>DATA.TRAIN.OVERLAP</c></summary>
    public Overlap Overlap { get; init; } = new Overlap(0, 0);

    /// <summary><c>DATA.TRAIN.PADDING</c></summary>
    public Padding Padding { get; init; } = new Padding(0, 0);

    /// <summary><c>DATA.TRAIN.RESOLUTION</c></summary>
    public IReadOnlyList<double> Resolution { get; init; } = [-1];

    /// <summary><c>DATA.TRAIN.RAWS_PER_TARGET</c></summary>
    public RawsPerTarget RawsPerTarget { get; init; } = RawsPerTarget.All;

    /// <summary>Which samples to leave out by their properties.</summary>
    public FilterSamplesSettings FilterSamples { get; init; } = new();
}
