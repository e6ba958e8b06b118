using System.Runtime.InteropServices;
using Luciole.Benchmarks.Workers;
using Luciole.Torch;
using Luciole.Torch.Runtime;

namespace Luciole.Benchmarks.Gpu;

/// <summary>
/// What every part of the benchmark measures with. Each piece of work has a process of its own, and one is alive at a time, so that all
/// of the device's memory is its own.
/// </summary>
/// <param name="Options">The command line.</param>
/// <param name="PyTorch">The other side; null when no part needs it.</param>
/// <param name="Rates">Rates of matrix products that are known already.</param>
internal sealed record GpuBench(GpuOptions Options, PyTorchSettings? PyTorch, Dictionary<MatrixShape, double> Rates)
{
    private const int StepsOfRun = 10;

    /// <summary>The libraries that the workers used.</summary>
    public SortedSet<string> Versions { get; } = new(StringComparer.Ordinal);

    /// <summary>What a side had to do without.</summary>
    public SortedSet<string> LeftOut { get; } = new(StringComparer.Ordinal);

    /// <summary>Cores that load.</summary>
    public int Cores => Options.Cores ?? PhysicalCores.Count();

    /// <summary>
    /// Operations a second of a product of large matrices on this device, measured once: what a model's arithmetic is compared with.
    /// </summary>
    /// <param name="type">The type of the elements.</param>
    /// <param name="tensorFloat32">Whether single precision may be rounded to TF32.</param>
    public double MatrixRate(ScalarType type, bool tensorFloat32 = true)
    {
        var matrix = new MatrixShape(Options.IsQuick ? 256 : 8192, type, tensorFloat32);
        if (Rates.TryGetValue(matrix, out var rate))
            return rate;
        var order = Order(WorkKind.MatrixProduct, null, 1) with { Matrix = matrix, Steps = Options.IsQuick ? 1 : 50 };
        return Rates[matrix] = matrix.Operations / Luciole(order).Runs.Min();
    }

    /// <summary>An order for this device.</summary>
    public WorkOrder Order(WorkKind work, Networks.NetworkShape? network, int batch) => new()
    {
        Work = work, Threads = PhysicalCores.Count(), Network = network, Batch = batch, Device = Options.Device.ToString(), Steps = Options.IsQuick ? 2 : StepsOfRun,
    };

    /// <summary>Measures Luciole.</summary>
    /// <exception cref="DeviceFullException">The device's memory does not suffice.</exception>
    public DeviceFigures Luciole(WorkOrder order)
    {
        Progress($"Luciole: {Text(order)}");
        using var worker = WorkerProcess.Luciole();
        return Measure(worker, order, "Luciole on libtorch");
    }

    /// <summary>Measures PyTorch in a style.</summary>
    /// <exception cref="DeviceFullException">The device's memory does not suffice.</exception>
    public DeviceFigures Python(WorkOrder order, PyTorchStyle style)
    {
        Progress($"PyTorch, {style}: {Text(order)}");
        using var worker = WorkerProcess.PyTorch(PyTorch!);
        return Measure(worker, order with { Style = style }, "PyTorch");
    }

    /// <summary>Tells whoever waits what is being measured.</summary>
    public static void Progress(string text) => Console.Error.WriteLine($"  {DateTime.Now:HH:mm:ss} {text}");

    private DeviceFigures Measure(WorkerProcess worker, WorkOrder order, string name)
    {
        var ready = worker.Order(order);
        Versions.Add($"{name} {ready.Version}");
        LeftOut.UnionWith((ready.LeftOut ?? []).Select(reason => $"{name}: {reason}"));

        // The first run is the warm-up: libraries choose their algorithms, allocators their blocks.
        var loss = worker.Go().Loss;
        double[] seconds = [.. Enumerable.Range(0, Options.Repeats).Select(_ => worker.Go().Seconds)];
        return new DeviceFigures(seconds, worker.Memory(), loss, order.Work == WorkKind.DevicePrediction ? Output(worker) : null);
    }

    private static float[] Output(WorkerProcess worker)
    {
        var folder = Directory.CreateTempSubdirectory("luciole-benchmark-");
        try
        {
            var file = Path.Combine(folder.FullName, "output");
            worker.Save(file);
            return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Text(WorkOrder order) => $"{order.Work} {order.Network?.Name ?? order.Matrix?.Type.ToString()}, batch {order.Batch}";
}
