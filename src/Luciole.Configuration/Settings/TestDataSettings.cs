namespace Luciole.Configuration;

/// <summary>The images to predict.</summary>
public sealed record TestDataSettings
{
    /// <summary><c>DATA.TEST.PATH</c></summary>
    public string Path { get; init; } = "user_data/test/x";

    /// <summary><c>DATA.TEST.GT_PATH</c></summary>
    public string TargetPath { get; init; } = "user_data/test/y";

    /// <summary><c>DATA.TEST.LOAD_GT</c></summary>
    public bool LoadTargets { get; init; }

    /// <summary><c>DATA.TEST.CHECK_DATA</c></summary>
    public bool CheckData { get; init; } = true;

    /// <summary><c>DATA.TEST.USE_VAL_AS_TEST</c></summary>
    public bool UseValidationAsTest { get; init; }

    /// <summary><c>DATA.TEST.OVERLAP</c></summary>
    public Overlap Overlap { get; init; } = new Overlap(0, 0);

    /// <summary><c>DATA.TEST.PADDING</c></summary>
    public Padding Padding { get; init; } = new Padding(0, 0);

    /// <summary>Which samples to leave out by their properties.</summary>
    public FilterSamplesSettings FilterSamples { get; init; } = new();
}
