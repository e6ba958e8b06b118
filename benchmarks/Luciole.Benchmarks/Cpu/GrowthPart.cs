using System.Text;
using Luciole.Benchmarks.Comparison;
using Luciole.Benchmarks.Networks;
using Luciole.Benchmarks.Report;
using Luciole.Benchmarks.Workers;

namespace Luciole.Benchmarks.Cpu;

/// <summary>How the cost of predicting an image grows with its size, and what more cores save.</summary>
internal sealed class GrowthPart : ICpuPart
{
    private const double LargestDeviation = 0.1;
    private const int FirstSize = 512;
    private const int LargestSize = 8 * FirstSize;
    private const int RepeatsOfLargest = 3;

    /// <inheritdoc/>
    public string Name => "growth";

    /// <inheritdoc/>
    public string Title => "Growth with the image and with the cores";

    /// <inheritdoc/>
    public string Measure(Bench bench)
    {
        int[] cores = [.. Enumerable.Range(0, 10).Select(i => 1 << i).TakeWhile(c => c < bench.Threads), bench.Threads];
        return $"{Sizes(bench, cores)}\n{Cores(bench, cores)}";
    }

    private static string Sizes(Bench bench, int[] cores)
    {
        int[] sizes = bench.Options.IsQuick ? [256, 512, 768] : [FirstSize, 2 * FirstSize, 4 * FirstSize, LargestSize];
        var seconds = new double[sizes.Length, cores.Length];
        using var worker = WorkerProcess.Luciole();
        for (var c = 0; c < cores.Length; c++)
        {
            for (var s = 0; s < sizes.Length; s++)
                seconds[s, c] = Seconds(bench, worker, sizes[s], cores[c]);
        }

        var table = new MarkdownTable(["image", .. cores.Select(c => $"s on {Named(c)}"), .. cores.Select(c => $"Mpixel/s on {Named(c)}")]);
        for (var s = 0; s < sizes.Length; s++)
        {
            var (size, all) = (sizes[s], Enumerable.Range(0, cores.Length).Select(c => seconds[s, c]).ToArray());
            table.Add([$"{size} x {size}", .. all.Select(Figures.Seconds), .. all.Select(t => $"{(double)size * size / t / 1e6:F2}")]);
        }

        var text = new StringBuilder($"The small UNETR predicts a whole image in patches of 256 x 256 side by side, without its file; the largest {Math.Min(RepeatsOfLargest, bench.Options.Repeats)} times:\n\n{table}\n");
        for (var c = 0; c < cores.Length; c++)
        {
            var line = StraightLine.Fit([.. sizes.Select((size, s) => ((double)size * size, seconds[s, c]))]);
            text.Append($"Straight line on {Named(cores[c])}: {line.Offset * 1e3:F0} ms + {line.Slope * 1e9:F0} ms per Mpixel; largest deviation {line.LargestDeviation:P1}: ")
                .Append(line.LargestDeviation <= LargestDeviation ? "passed" : "FAILED").Append($" (at most {LargestDeviation:P0}).\n");
        }

        return text.ToString();
    }

    private static double Seconds(Bench bench, WorkerProcess worker, int size, int threads)
    {
        Bench.Progress($"image of {size} x {size}, {Named(threads)}");
        worker.Order(new WorkOrder { Work = WorkKind.Image, Threads = threads, Network = ComparedNetworks.Small, ImageSize = size });
        if (size <= FirstSize)
            worker.Go();
        var repeats = size < LargestSize ? bench.Options.Repeats : Math.Min(RepeatsOfLargest, bench.Options.Repeats);
        return Statistics.Median(Enumerable.Range(0, repeats).Select(_ => worker.Go().Seconds).ToList());
    }

    private static string Cores(Bench bench, int[] cores)
    {
        var table = new MarkdownTable("work", "cores", "Luciole s", "PyTorch s", "PyTorch / Luciole", "Luciole's gain", "PyTorch's gain");
        var tubulin = bench.Options.IsQuick ? ComparedNetworks.Tubulin with { ImageSize = 256 } : ComparedNetworks.Tubulin;
        (string Name, WorkOrder Order)[] works =
        [
            ("small UNETR, training step, batch 4", new WorkOrder { Work = WorkKind.Training, Threads = 1, Batch = 4, Network = ComparedNetworks.Small }),
            ("tubulin UNETR, prediction", new WorkOrder { Work = WorkKind.Prediction, Threads = 1, Network = tubulin }),
        ];
        foreach (var (name, order) in works)
        {
            PairedTimes? one = null;
            foreach (var count in cores)
            {
                var times = bench.Run(order with { Threads = count }).Times;
                one ??= times;
                table.Add(
                    name, $"{count}", Figures.Seconds(times.LucioleSeconds), Figures.Seconds(times.PyTorchSeconds), Figures.Ratio(times.Ratio, times.Ratios),
                    Figures.Ratio(one.LucioleSeconds / times.LucioleSeconds), Figures.Ratio(one.PyTorchSeconds / times.PyTorchSeconds));
            }
        }

        return $"With one core and more; *gain* is against one core:\n\n{table}";
    }

    private static string Named(int cores) => cores == 1 ? "1 core" : $"{cores} cores";
}
