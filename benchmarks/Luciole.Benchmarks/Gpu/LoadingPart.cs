using Luciole.Benchmarks.Networks;
using Luciole.Benchmarks.Report;
using Luciole.Benchmarks.Workers;

namespace Luciole.Benchmarks.Gpu;

/// <summary>The part of a training step that is lost to reading and augmenting images.</summary>
internal sealed class LoadingPart : IGpuPart
{
    private const int Batch = 6;
    private const int QuickBatch = 2;
    private const double Most = 0.05;

    /// <inheritdoc/>
    public string Name => "loading";

    /// <inheritdoc/>
    public string Title => "On a GPU: what loading and augmentation cost";

    /// <inheritdoc/>
    public bool ComparesWithPyTorch => false;

    /// <inheritdoc/>
    public string Measure(GpuBench bench)
    {
        var batch = bench.Options.IsQuick ? QuickBatch : Batch;
        var order = bench.Order(WorkKind.DeviceTraining, QuickNetworks.For(ComparedNetworks.Nucleus, bench.Options), batch);
        order = bench.Options.IsQuick ? order : order with { Steps = 2 * order.Steps };
        var without = bench.Luciole(order).Seconds;
        var table = new MarkdownTable($"nucleus, batch {batch}, the nucleus template's augmentation", "ms a step", "lost", $"at most {Figures.Percent(Most)}");
        table.Add("the same batch in memory", Figures.Milliseconds(without), "", "");
        int[] threads = [.. new[] { 1, bench.Cores / 2, Math.Max(1, bench.Cores - 1) }.Where(t => t > 0).Distinct()];
        foreach (var count in threads)
        {
            var with = bench.Luciole(order with { LoaderThreads = count }).Seconds;
            var lost = Math.Max(0, 1 - (without / with));
            table.Add($"{count} loading {(count == 1 ? "thread" : "threads")}", Figures.Milliseconds(with), Figures.Percent(lost), lost <= Most ? "passed" : "FAILED");
        }

        return $"{table}\nThe machine has {bench.Cores} cores for it. Images lie in memory after the first pass, as a training keeps them where they fit.\n";
    }
}
