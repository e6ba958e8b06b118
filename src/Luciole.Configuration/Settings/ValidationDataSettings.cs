namespace Luciole.Configuration;

/// <summary>The validation images.</summary>
public sealed record ValidationDataSettings
{
    /// <summary><c>DATA.VAL.FROM_TRAIN</c></summary>
    public bool FromTrain { get; init; } = true;

    /// <summary><c>DATA.VAL.SPLIT_TRAIN</c></summary>
    public double SplitTrain { get; init; } = 0.1;

    /// <summary><c>DATA.VAL.RANDOM</c></summary>
    public bool Random { get; init; } = true;

    /// <summary><c>DATA.VAL.CROSS_VAL</c></summary>
    public bool CrossValidation { get; init; }

    /// <summary><c>DATA.VAL.CROSS_VAL_NFOLD</c></summary>
    public int Folds { get; init; } = 5;

    /// <summary><c>DATA.VAL.CROSS_VAL_FOLD</c></summary>
    public int Fold { get; init; } = 1;

    /// <summary><c>DATA.VAL.PATH</c></summary>
    public string Path { get; init; } = "user_data/val/x";

    /// <summary><c>DATA.VAL.GT_PATH</c></summary>
    public string TargetPath { get; init; } = "user_data/val/y";

    /// <summary><c>DATA.VAL.IN_MEMORY</c></summary>
    public bool InMemory { get; init; } = true;

    /// <summary><c>DATA.VAL.OVERLAP</c></summary>
    public Overlap Overlap { get; init; } = new Overlap(0, 0);

    /// <summary><c>DATA.VAL.PADDING</c></summary>
    public Padding Padding { get; init; } = new Padding(0, 0);

    /// <summary><c>DATA.VAL.DIST_EVAL</c></summary>
    public bool DistributedEvaluation { get; init; } = true;

    /// <summary>Which samples to leave out by their properties.</summary>
    public FilterSamplesSettings FilterSamples { get; init; } = new();
}
