using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Cuda;
using Luciole.Torch.Precision;
using Luciole.Training;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>How a device computes, from the words of <see cref="EngineSettings"/>; what they leave open is chosen as a training chooses it.</summary>
internal sealed class DeviceSettings
{
    private DeviceSettings(EngineSettings engine, Device device, bool isUnetr)
    {
        Device = device;
        var gpu = device.Kind == DeviceKind.Cuda ? CudaDevices.Describe(device.Index) : null;
        Mixed = engine.Precision switch
        {
            "auto" => gpu is { HasBFloat16: true } ? ScalarType.BFloat16 : null,
            "bf16" => ScalarType.BFloat16,
            "fp16" => ScalarType.Float16,
            "fp32" or "tf32" => null,
            _ => throw new ArgumentException($"{engine.Precision} is no precision.", nameof(engine)),
        };
        var tensorFloat32 = Mixed is null && engine.Precision is "auto" or "tf32";
        ChannelsLast = engine.ChannelsLast ?? (gpu is not null && (Mixed is not null || tensorFloat32) && isUnetr);
        Recomputed = engine.Recomputes ? RecomputedParts.All : RecomputedParts.None;
        Graph = engine.Graph ?? false;
        (Staged, FusedOptimizer) = (engine.Staged, engine.FusedOptimizer);
        MathModes.Set(tensorFloat32, gpu is not null && engine.Autotuning, deterministic: false);
    }

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>The 16-bit type of mixed precision, or null.</summary>
    public ScalarType? Mixed { get; }

    /// <summary>Whether channels are innermost in memory.</summary>
    public bool ChannelsLast { get; }

    /// <summary>What is computed a second time instead of kept.</summary>
    public RecomputedParts Recomputed { get; }

    /// <summary>Whether steps are recorded and played.</summary>
    public bool Graph { get; }

    /// <summary>Whether batches come by way of page-locked memory.</summary>
    public bool Staged { get; }

    /// <summary>Whether a step of the optimiser may be one operator.</summary>
    public bool FusedOptimizer { get; }

    /// <summary>How steps are computed.</summary>
    public StepOptions Step => Device.Kind == DeviceKind.Cpu && Mixed != ScalarType.Float16 ? new StepOptions() : new StepOptions
    {
        Late = LateReading.Usual, Staged = Staged, Graph = Graph, Scaling = Mixed == ScalarType.Float16 ? new LossScalingRule() : null,
    };

    /// <summary>Of an order, and tells CUDA's libraries.</summary>
    public static DeviceSettings Of(WorkOrder order) =>
        new(order.Engine ?? new EngineSettings(), Device.Parse(order.Device), order.Network?.Architecture == Networks.NetworkShape.Unetr);

    /// <summary>The precision of this thread's forward passes until it is disposed.</summary>
    public IDisposable? Precision() => Mixed is { } type ? new Autocast(Device.Kind, type) : null;

    /// <summary>Forgets the device's highest memory, which cuDNN's trials raise at first.</summary>
    public void ResetPeak()
    {
        if (Device.Kind == DeviceKind.Cuda)
            CudaMemory.ResetPeak(Device.Index);
    }

    /// <summary>The memory that the process needed at most, and the device since <see cref="ResetPeak"/>.</summary>
    public WorkerMemory Memory() => Device.Kind == DeviceKind.Cpu || !CudaDevices.HasExtras
        ? new WorkerMemory(ProcessFigures.PeakMemory())
        : new WorkerMemory(ProcessFigures.PeakMemory(), CudaMemory.PeakAllocated(Device.Index), CudaMemory.PeakReserved(Device.Index));
}
