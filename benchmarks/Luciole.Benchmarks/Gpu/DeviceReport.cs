using System.Globalization;
using Luciole.Benchmarks.Report;
using Luciole.Torch;
using Luciole.Torch.Cuda;

namespace Luciole.Benchmarks.Gpu;

/// <summary>The section that says where the others ran and what the device can do at best; or that nothing ran yet.</summary>
internal static class DeviceReport
{
    /// <summary>What stands in the document until the benchmark was run on a GPU.</summary>
    public const string NeverRun =
        """
        ## On a GPU

        Never run on a GPU yet: no figure of a GPU stands here, because none was measured. `gpu --write` replaces this by the device, the date and
        what it can do, and adds a section for each part; [benchmarks/README.md](../benchmarks/README.md) says how to run it.
        """;

    /// <summary>Device, date and the rates of matrix products.</summary>
    public static string Of(GpuBench bench)
    {
        var machine = Machine.Describe();
        var table = new MarkdownTable("matrix product", "TFLOP/s");
        table.Add("float32", Tera(bench.MatrixRate(ScalarType.Float32, tensorFloat32: false)));
        if (bench.Options.Device.Kind == DeviceKind.Cuda)
        {
            table.Add("float32 as TF32", Tera(bench.MatrixRate(ScalarType.Float32)));
            table.Add("float16", Tera(bench.MatrixRate(ScalarType.Float16)));
        }

        table.Add("bfloat16", Tera(bench.MatrixRate(ScalarType.BFloat16)));
        return $"## On a GPU\n\n{Device(bench.Options.Device)}; {machine}; {string.Join(", ", bench.Versions)}; `{bench.Options.CommandLine}`.{(bench.Options.IsQuick ? " A quick check: no figures to quote." : "")}\n\n" +
            $"The best of {bench.Options.Repeats} runs of products of large square matrices; *of the matrix rate* below is a model's arithmetic a second by that of bfloat16.\n\n{table}";
    }

    /// <summary>The device's name and what drives it.</summary>
    public static string Device(Device device) => device.Kind == DeviceKind.Cpu ? "On the processor" : Described(device);

    /// <summary>10^12 operations a second.</summary>
    public static string Tera(double rate) => (rate / 1e12).ToString(rate >= 1e13 ? "0" : "0.00", CultureInfo.InvariantCulture);

    private static string Described(Device device)
    {
        var gpu = CudaDevices.Describe(device.Index);
        return string.Create(CultureInfo.InvariantCulture, $"{gpu.Name} with {gpu.TotalMemory / 1e9:F0} GB, driver {gpu.Driver}, CUDA {gpu.Runtime}");
    }
}
