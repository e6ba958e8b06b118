using Luciole.Benchmarks.Networks;
using Luciole.Benchmarks.Report;
using Luciole.Benchmarks.Workers;
using Luciole.Files;
using Luciole.Torch;

namespace Luciole.Benchmarks.Gpu;

/// <summary>A training step and a prediction of one network: PyTorch in both styles, and Luciole.</summary>
/// <param name="network">The network.</param>
/// <param name="title">The section's heading.</param>
/// <param name="batch">Images at once.</param>
internal sealed class SideBySidePart(NetworkShape network, string title, int batch) : IGpuPart
{
    // bf16 has eight bits; what is far beyond its rounding is another network.
    private const double MostDeviation = 0.1;

    /// <inheritdoc/>
    public string Name => network.Name;

    /// <inheritdoc/>
    public string Title => $"On a GPU: {title}";

    /// <inheritdoc/>
    public string Measure(GpuBench bench)
    {
        var shape = QuickNetworks.For(network, bench.Options);
        var table = new MarkdownTable(
            $"work, batch {batch}", "who", "ms", "images/s", "TFLOP/s", "of the matrix rate", "times ordinary", "times best", "tensors GB", "allocator GB", "deviation");
        foreach (var work in (WorkKind[])[WorkKind.DeviceTraining, WorkKind.DevicePrediction])
            Add(table, bench, bench.Order(work, shape, batch));
        return $"{table}\n*Times ordinary* and *times best* are PyTorch's time in that style by this row's. *Deviation*: of the first loss, or of the output's largest value, from the ordinary style.\n";
    }

    private static void Add(MarkdownTable table, GpuBench bench, WorkOrder order)
    {
        var isTraining = order.Work == WorkKind.DeviceTraining;
        var operations = order.Batch * Arithmetic.Forward(order.Network!) * (isTraining ? Arithmetic.TrainingFactor : 1);
        var rate = bench.MatrixRate(ScalarType.BFloat16);
        (string Name, DeviceFigures? Figures)[] sides =
        [
            ("PyTorch, ordinary", Try(() => bench.Python(order, PyTorchStyle.Ordinary))),
            ("PyTorch, best", Try(() => bench.Python(order, PyTorchStyle.Best))),
            ("Luciole", Try(() => bench.Luciole(order))),
        ];
        var (ordinary, best) = (sides[0].Figures, sides[1].Figures);
        foreach (var (name, figures) in sides)
        {
            if (figures is null)
            {
                table.Add(Word(isTraining), name, "too little memory", "", "", "", "", "", "", "", "");
                continue;
            }

            var deviation = ordinary is null ? double.NaN : figures.DeviationFrom(ordinary);
            if (deviation > MostDeviation)
                throw new InputException($"{name} does not compute the same as PyTorch's ordinary style in {order.Work} {order.Network!.Name}: they differ by {deviation:E1}.");
            table.Add(
                Word(isTraining), name, Figures.Milliseconds(figures.Seconds), Figures.Ratio(order.Batch / figures.Seconds),
                DeviceReport.Tera(operations / figures.Seconds), Figures.Percent(operations / figures.Seconds / rate),
                ordinary is null ? "" : Figures.Ratio(ordinary.Seconds / figures.Seconds), best is null ? "" : Figures.Ratio(best.Seconds / figures.Seconds),
                Figures.Gigabytes(figures.Bytes), figures.Memory.Reserved is { } reserved ? Figures.Gigabytes(reserved) : "", Figures.Deviation(deviation));
        }
    }

    private static string Word(bool isTraining) => isTraining ? "training step" : "prediction";

    private static DeviceFigures? Try(Func<DeviceFigures> measure)
    {
        try
        {
            return measure();
        }
        catch (DeviceFullException)
        {
            return null;
        }
    }
}
