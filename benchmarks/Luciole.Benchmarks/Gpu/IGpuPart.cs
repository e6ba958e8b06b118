namespace Luciole.Benchmarks.Gpu;

/// <summary>A section of the document: what is measured for it, and how it is written.</summary>
internal interface IGpuPart
{
    /// <summary>The word behind <c>--only</c>; the section is called <c>gpu-</c> and this.</summary>
    string Name { get; }

    /// <summary>The section's heading.</summary>
    string Title { get; }

    /// <summary>Whether Python is needed.</summary>
    bool ComparesWithPyTorch => true;

    /// <summary>Measures; the section's text without its heading.</summary>
    string Measure(GpuBench bench);
}
