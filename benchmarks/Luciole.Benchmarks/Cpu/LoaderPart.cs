using Luciole.Benchmarks.Loading;
using Luciole.Benchmarks.Report;

namespace Luciole.Benchmarks.Cpu;

/// <summary>Reading and augmenting, as the benchmark <c>loader</c> measures it.</summary>
internal sealed class LoaderPart : ICpuPart
{
    /// <inheritdoc/>
    public string Name => "loader";

    /// <inheritdoc/>
    public string Title => "Loading and augmenting, 1024 x 1024";

    /// <inheritdoc/>
    public bool ComparesWithPyTorch => false;

    /// <inheritdoc/>
    public string Measure(Bench bench)
    {
        var table = new MarkdownTable("what", "ms, processor", "ms, clock", "per s and core", "per s");
        foreach (var (what, timing) in LoaderBenchmark.Measure(bench.Options.IsQuick ? TimingEffort.Quick : TimingEffort.Full))
        {
            Bench.Progress(what);
            table.Add(what, Figures.Milliseconds(timing.Processor), Figures.Milliseconds(timing.Clock), Figures.Ratio(1 / timing.Processor), Figures.Ratio(1 / timing.Clock));
        }

        return $"{table}\nA pair is a raw image and its target of 16 bits. *Processor* is the time that all threads got together, *clock* what one waits.\n";
    }
}
