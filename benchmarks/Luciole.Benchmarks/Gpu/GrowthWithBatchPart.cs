using Luciole.Benchmarks.Networks;
using Luciole.Benchmarks.Report;
using Luciole.Benchmarks.Workers;
using Luciole.Torch;

namespace Luciole.Benchmarks.Gpu;

/// <summary>How a training step grows with the batch, until the device is full; the memory beside its estimate.</summary>
internal sealed class GrowthWithBatchPart : IGpuPart
{
    private static readonly int[] s_batches = [1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128];
    private static readonly int[] s_few = [1, 2];

    /// <inheritdoc/>
    public string Name => "growth";

    /// <inheritdoc/>
    public string Title => "On a GPU: growth with the batch";

    /// <inheritdoc/>
    public string Measure(GpuBench bench)
    {
        var table = new MarkdownTable("training step", "batch", "Luciole ms", "images/s", "of the matrix rate", "PyTorch, best: images/s", "Luciole GB", "PyTorch GB", "computed GB", "computed / measured");
        foreach (var network in (NetworkShape[])[ComparedNetworks.MaskedAutoencoder, ComparedNetworks.Nucleus, ComparedNetworks.Tubulin])
            Add(table, bench, QuickNetworks.For(network, bench.Options));
        return $"{table}\nGB are those of tensors; *computed* is the estimate that a run prints before it begins. PyTorch is measured as long as Luciole fits.\n";
    }

    private static void Add(MarkdownTable table, GpuBench bench, NetworkShape network)
    {
        var rate = bench.MatrixRate(ScalarType.BFloat16);
        foreach (var batch in bench.Options.IsQuick ? s_few : s_batches)
        {
            var order = bench.Order(WorkKind.DeviceTraining, network, batch);
            DeviceFigures mine;
            try
            {
                mine = bench.Luciole(order);
            }
            catch (DeviceFullException)
            {
                table.Add(network.Name, $"{batch}", "too little memory", "", "", "", "", "", Figures.Gigabytes(Estimate.Of(network, batch, bench.Options.Device)), "");
                return;
            }

            var theirs = OrNull(() => bench.Python(order, PyTorchStyle.Best));
            var operations = batch * Arithmetic.Forward(network) * Arithmetic.TrainingFactor;
            var computed = Estimate.Of(network, batch, bench.Options.Device);
            table.Add(
                network.Name, $"{batch}", Figures.Milliseconds(mine.Seconds), Figures.Ratio(batch / mine.Seconds), Figures.Percent(operations / mine.Seconds / rate),
                theirs is null ? "too little memory" : Figures.Ratio(batch / theirs.Seconds), Figures.Gigabytes(mine.Bytes), theirs is null ? "" : Figures.Gigabytes(theirs.Bytes),
                Figures.Gigabytes(computed), bench.Options.Device.Kind == DeviceKind.Cuda ? Figures.Ratio((double)computed / mine.Bytes) : "");
        }
    }

    private static DeviceFigures? OrNull(Func<DeviceFigures> measure)
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
