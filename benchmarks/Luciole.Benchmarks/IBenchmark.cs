using Luciole.Files;

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

    /// <summary>The same with words behind the name on the command line; most benchmarks take none.</summary>
    /// <exception cref="InputException">The benchmark does not know them.</exception>
    void Run(IReadOnlyList<string> arguments)
    {
        if (arguments.Count > 0)
            throw new InputException($"{Name} takes no options.");
        Run();
    }
}
