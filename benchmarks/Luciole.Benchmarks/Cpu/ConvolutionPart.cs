using System.Text;
using Luciole.Benchmarks.Comparison;
using Luciole.Benchmarks.Networks;
using Luciole.Benchmarks.Report;
using Luciole.Benchmarks.Workers;

namespace Luciole.Benchmarks.Cpu;

/// <summary>Every convolution of the two large decoders alone, and the way back through some.</summary>
internal sealed class ConvolutionPart : ICpuPart
{
    private const int QuickSize = 128;

    /// <inheritdoc/>
    public string Name => "convolution";

    /// <inheritdoc/>
    public string Title => "Convolutions of the decoders, one by one";

    /// <inheritdoc/>
    public string Measure(Bench bench)
    {
        var text = new StringBuilder();
        using var pair = bench.LayerPair();
        foreach (var published in (NetworkShape[])[ComparedNetworks.Nucleus, ComparedNetworks.Tubulin])
        {
            var network = bench.Options.IsQuick ? published with { ImageSize = QuickSize } : published;
            text.Append($"{(text.Length > 0 ? "\n" : "")}{network.Name}, kernel {network.KernelSize} x {network.KernelSize}, in ms; *times* is how often the network has it:\n\n");
            text.Append(Table(bench, pair, network));
        }

        return text.ToString();
    }

    private static MarkdownTable Table(Bench bench, WorkerPair pair, NetworkShape network)
    {
        var table = new MarkdownTable("convolution", "times", "Luciole", "PyTorch", "PyTorch / Luciole", "Luciole GFLOP/s", "PyTorch GFLOP/s");
        var (luciole, pyTorch, operations, count) = (0.0, 0.0, 0.0, 0);
        foreach (var group in UnetrDecoder.Convolutions(network).GroupBy(c => c))
        {
            var (shape, times) = (group.Key, group.Count());
            var measured = Row(bench, pair, table, WorkKind.Convolution, shape, $"{shape}", times);
            luciole += times * measured.LucioleSeconds;
            pyTorch += times * measured.PyTorchSeconds;
            operations += times * shape.Operations;
            count += times;
        }

        table.Add(
            "all", $"{count}", Figures.Milliseconds(luciole), Figures.Milliseconds(pyTorch), Figures.Ratio(pyTorch / luciole),
            Figures.Gigaflops(operations, luciole), Figures.Gigaflops(operations, pyTorch));
        foreach (var shape in (ConvolutionShape[])[Joined(network, 0), Joined(network, 2)])
            Row(bench, pair, table, WorkKind.ConvolutionBackward, shape, $"back through {shape}", 1);
        return table;
    }

    private static PairedTimes Row(Bench bench, WorkerPair pair, MarkdownTable table, WorkKind work, ConvolutionShape shape, string label, int times)
    {
        var measured = bench.Run(pair, new WorkOrder { Work = work, Threads = bench.Threads, Convolution = shape });
        // To the input and to the weight.
        var operations = shape.Operations * (work == WorkKind.ConvolutionBackward ? 2 : 1);
        table.Add(
            label, $"{times}", Figures.Milliseconds(measured.LucioleSeconds), Figures.Milliseconds(measured.PyTorchSeconds), Figures.Ratio(measured.Ratio, measured.Ratios),
            Figures.Gigaflops(operations, measured.LucioleSeconds), Figures.Gigaflops(operations, measured.PyTorchSeconds));
        return measured;
    }

    // The convolution behind a level's concatenation, the dearest of the level.
    private static ConvolutionShape Joined(NetworkShape network, int level) =>
        new(2 * network.Filters << level, network.Filters << level, network.KernelSize, network.ImageSize >> level);
}
