using System.Text;
using Luciole.Benchmarks.Comparison;
using Luciole.Benchmarks.Networks;
using Luciole.Benchmarks.Report;
using Luciole.Benchmarks.Workers;

namespace Luciole.Benchmarks.Cpu;

/// <summary>Prediction and a training step with one network: time, memory, arithmetic, and how the time splits.</summary>
/// <param name="network">The network.</param>
/// <param name="title">The section's heading.</param>
/// <param name="batch">Images at once.</param>
internal sealed class NetworkPart(NetworkShape network, string title, int batch) : ICpuPart
{
    // Eight by eight tokens of 32 pixels.
    private const int QuickSize = 256;
    private const int Rounds = 3;

    /// <inheritdoc/>
    public string Name => network.Name;

    /// <inheritdoc/>
    public string Title => title;

    /// <inheritdoc/>
    public string Measure(Bench bench)
    {
        var shape = bench.Options.IsQuick ? network with { ImageSize = QuickSize } : network;
        var table = new MarkdownTable(
            "work", "Luciole s", "PyTorch s", "PyTorch / Luciole", "Luciole GFLOP/s", "PyTorch GFLOP/s", "Luciole GB", "PyTorch GB", "PyTorch GB, allocator untouched", "deviation");
        var splits = new StringBuilder();
        foreach (var work in (WorkKind[])[WorkKind.Prediction, WorkKind.Training])
        {
            var order = new WorkOrder { Work = work, Threads = bench.Threads, Batch = batch, Network = shape };
            var name = work == WorkKind.Prediction ? "prediction" : "training step";
            var (times, luciolePeak, pyTorchPeak) = bench.Run(order, Rounds);
            var operations = batch * Arithmetic.Forward(shape) * (work == WorkKind.Training ? Arithmetic.TrainingFactor : 1);
            table.Add(
                name,
                Figures.Seconds(times.LucioleSeconds),
                Figures.Seconds(times.PyTorchSeconds),
                Figures.Ratio(times.Ratio, times.Ratios),
                Figures.Gigaflops(operations, times.LucioleSeconds),
                Figures.Gigaflops(operations, times.PyTorchSeconds),
                Figures.Gigabytes(luciolePeak),
                Figures.Gigabytes(pyTorchPeak),
                work == WorkKind.Prediction ? Figures.Gigabytes(MemoryAsItComes(bench, order)) : "",
                Figures.Deviation(times.Deviation));
            splits.Append($"\nWhere the time of a {name} goes, in ms (pairs of runs: {times.Luciole.Count}):\n\n{SplitTable.Of(times)}");
        }

        return $"{table}\nPeak memory of the process in GB of 10^9 bytes. {Counted(shape)}\n{splits}";
    }

    private static string Counted(NetworkShape shape)
    {
        var operations = Arithmetic.Forward(shape);
        return $"The direct way, a forward pass of an image takes {operations / 1e9:F0} GFLOP and a training step {Arithmetic.TrainingFactor * operations / 1e9:F0}.";
    }

    private static long MemoryAsItComes(Bench bench, WorkOrder order)
    {
        using var worker = WorkerProcess.PyTorch(bench.PyTorch! with { KeepsMemory = false });
        worker.Order(order);
        worker.Go();
        return worker.PeakMemory();
    }
}
