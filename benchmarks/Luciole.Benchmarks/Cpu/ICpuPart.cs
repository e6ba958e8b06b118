namespace Luciole.Benchmarks.Cpu;

/// <summary>A section of the document: what is measured for it, and how it is written.</summary>
internal interface ICpuPart
{
    /// <summary>The word behind <c>--only</c>, and the section's name.</summary>
    string Name { get; }

    /// <summary>The section's heading.</summary>
    string Title { get; }

    /// <summary>Whether Python is needed.</summary>
    bool ComparesWithPyTorch => true;

    /// <summary>Measures; the section's text without its heading.</summary>
    string Measure(Bench bench);
}
