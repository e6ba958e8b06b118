using Luciole.Benchmarks.Networks;
using Luciole.Benchmarks.Report;
using Luciole.Benchmarks.Workers;
using Luciole.Torch;

namespace Luciole.Benchmarks.Gpu;

/// <summary>What each default gains: a training step with all of them, and with one of them changed.</summary>
internal sealed class DefaultsPart : IGpuPart
{
    private static readonly EngineSettings s_defaults = new();

    private static readonly (string Name, EngineSettings Engine)[] s_rows =
    [
        ("all defaults", s_defaults),
        ("TRAIN.PRECISION: fp16", s_defaults with { Precision = "fp16" }),
        ("TRAIN.PRECISION: tf32", s_defaults with { Precision = "tf32" }),
        ("TRAIN.PRECISION: fp32", s_defaults with { Precision = "fp32" }),
        ("TRAIN.CHANNELS_LAST: never", s_defaults with { ChannelsLast = false }),
        ("TRAIN.CHANNELS_LAST: always", s_defaults with { ChannelsLast = true }),
        ("no autotuning of cuDNN", s_defaults with { Autotuning = false }),
        ("optimiser operator by operator", s_defaults with { FusedOptimizer = false }),
        ("SYSTEM.PIN_MEM: False", s_defaults with { Staged = false }),
        ("TRAIN.CUDA_GRAPH: False", s_defaults with { Graph = false }),
        ("TRAIN.CUDA_GRAPH: True", s_defaults with { Graph = true }),
        ("TRAIN.RECOMPUTE_ACTIVATIONS: all", s_defaults with { Recomputes = true }),
    ];

    /// <inheritdoc/>
    public string Name => "defaults";

    /// <inheritdoc/>
    public string Title => "On a GPU: what each default gains";

    /// <inheritdoc/>
    public bool ComparesWithPyTorch => false;

    /// <inheritdoc/>
    public string Measure(GpuBench bench)
    {
        var table = new MarkdownTable("training step", "nucleus, batch 6: ms", "times the defaults' time", "tensors GB", "mae, batch 4: ms", "times the defaults' time", "tensors GB");
        DeviceFigures? nucleus = null, mae = null;
        foreach (var (name, engine) in s_rows)
        {
            if (bench.Options.Device.Kind == DeviceKind.Cpu && engine.Precision == "fp16")
                continue;
            var (first, second) = (OrNull(bench, ComparedNetworks.Nucleus, 6, engine), OrNull(bench, ComparedNetworks.MaskedAutoencoder, 4, engine));
            (nucleus, mae) = (nucleus ?? first, mae ?? second);
            table.Add([name, .. Cells(first, nucleus), .. Cells(second, mae)]);
        }

        return $"{table}\nA row that takes more than 1.00 times the defaults' time is one that its default is right about.\n";
    }

    private static string[] Cells(DeviceFigures? figures, DeviceFigures? defaults) => figures is null || defaults is null
        ? ["too little memory", "", ""]
        : [Figures.Milliseconds(figures.Seconds), Figures.Ratio(figures.Seconds / defaults.Seconds), Figures.Gigabytes(figures.Bytes)];

    private static DeviceFigures? OrNull(GpuBench bench, NetworkShape network, int batch, EngineSettings engine)
    {
        try
        {
            return bench.Luciole(bench.Order(WorkKind.DeviceTraining, QuickNetworks.For(network, bench.Options), batch) with { Engine = engine });
        }
        catch (DeviceFullException)
        {
            return null;
        }
    }
}
