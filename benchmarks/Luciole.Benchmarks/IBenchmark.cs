namespace Luciole.Benchmarks;

/// <summary>Something measured by its name on the command line.</summary>
internal interface IBenchmark
{
    /// <summary>The word on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    string Purpose { get; }

    /// <summary>Measures and prints.</summary>
    void Run();
}
