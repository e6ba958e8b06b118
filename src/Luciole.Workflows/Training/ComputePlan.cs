using Luciole.Configuration;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Cuda;
using Luciole.Torch.Precision;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>How a network is computed on the device of a run: what the configuration leaves open, decided, and what cannot be, said.</summary>
internal sealed record ComputePlan
{
    /// <summary>The 16-bit type of products and convolutions, or null.</summary>
    public ScalarType? Mixed { get; private init; }

    /// <summary>Whether single precision is rounded to TF32 in products and convolutions.</summary>
    public bool TensorFloat32 { get; private init; }

    /// <summary>Whether channels are innermost in memory.</summary>
    public bool ChannelsLast { get; private init; }

    /// <summary>How steps are computed.</summary>
    public required StepOptions Step { get; init; }

    /// <summary>Whether cuDNN times its ways.</summary>
    public bool Autotuning { get; private init; }

    /// <summary>Whether only operators are used that give the same bits each time.</summary>
    public bool Deterministic { get; private init; }

    /// <summary>What was asked for and is not done, and why.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>The precision, in words.</summary>
    public string Precision => (Mixed, TensorFloat32) switch
    {
        (ScalarType.BFloat16, _) => "bf16 with the rest in single precision",
        (ScalarType.Float16, _) => "fp16 with the rest in single precision",
        (_, true) => "single precision with products in tf32",
        _ => "single precision",
    };

    /// <summary>What else was decided, in words; empty on the processor, where nothing is.</summary>
    public string Ways { get; private init; } = "";

    /// <summary>Decides for a training.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="gpu">What is known of the GPU; null on the processor.</param>
    /// <param name="canRecord">Whether graphs can be recorded there.</param>
    /// <param name="isShared">Whether ranks share the training.</param>
    /// <exception cref="InputException">The precision is not to be had there.</exception>
    public static ComputePlan OfTraining(LucioleConfiguration settings, Device device, CudaDeviceInfo? gpu, bool canRecord, bool isShared = false)
    {
        var (train, onGpu) = (settings.Train, device.Kind == DeviceKind.Cuda);
        var notes = new List<string>();
        var (mixed, tf32) = Choose(train.Precision, device, gpu, notes);
        var last = train.ChannelsLast switch
        {
            AutoChoice.Always => true,
            AutoChoice.Never => false,
            _ => onGpu && (mixed is not null || tf32) && settings.Model.Architecture != Architecture.MaskedAutoencoder,
        };
        var graph = train.CudaGraph && MayRecord(settings, onGpu, canRecord, isShared, notes);
        var plan = new ComputePlan
        {
            Mixed = mixed,
            TensorFloat32 = tf32,
            ChannelsLast = last,
            Autotuning = onGpu && settings.System is { CudnnAutotune: true, Deterministic: false },
            Deterministic = settings.System.Deterministic,
            Notes = notes,
            Step = new StepOptions
            {
                Late = onGpu ? LateReading.Usual : null,
                Scaling = mixed == ScalarType.Float16 ? new LossScalingRule() : null,
                Staged = onGpu && settings.System.PinMemory,
                Graph = graph,
            },
        };
        return plan with { Ways = onGpu ? plan.WaysOnGpu() : last ? "channels innermost in memory" : "" };
    }

    /// <summary>The precision of a prediction: that of the configuration on a GPU, single precision on the processor.</summary>
    /// <exception cref="InputException">The precision is not to be had there.</exception>
    public static ComputePlan OfPrediction(LucioleConfiguration settings, Device device, CudaDeviceInfo? gpu)
    {
        if (device.Kind == DeviceKind.Cpu)
            return new ComputePlan { Step = new StepOptions() };
        var (mixed, tf32) = Choose(settings.Train.Precision, device, gpu, []);
        return new ComputePlan
        {
            Mixed = mixed,
            TensorFloat32 = tf32,
            ChannelsLast = settings.Train.ChannelsLast switch { AutoChoice.Always => true, AutoChoice.Never => false, _ => mixed is not null || tf32 },
            Autotuning = settings.System is { CudnnAutotune: true, Deterministic: false },
            Deterministic = settings.System.Deterministic,
            Step = new StepOptions(),
        };
    }

    /// <summary>What is known of the GPU of a device, or null for the processor.</summary>
    public static CudaDeviceInfo? Describe(Device device) => device.Kind == DeviceKind.Cuda ? CudaDevices.Describe(device.Index) : null;

    /// <summary>Tells CUDA's libraries; nothing on the processor.</summary>
    public void Apply(Device device)
    {
        if (device.Kind == DeviceKind.Cuda)
            MathModes.Set(TensorFloat32, Autotuning, Deterministic);
    }

    private static (ScalarType? Mixed, bool TensorFloat32) Choose(Precision wanted, Device device, CudaDeviceInfo? gpu, List<string> notes)
    {
        switch (wanted)
        {
            case Configuration.Precision.BFloat16 when gpu is { HasBFloat16: false }:
                throw new InputException($"TRAIN.PRECISION: bf16 is not in {gpu.Name}, whose compute capability is {gpu.ComputeCapability.Major}.{gpu.ComputeCapability.Minor} where 8.0 was expected; write fp16 or fp32.");
            case Configuration.Precision.BFloat16:
                return (ScalarType.BFloat16, false);
            case Configuration.Precision.Float16 when gpu is null:
                throw new InputException($"TRAIN.PRECISION: fp16 needs a GPU, but it is computed on {device}; write bf16 or fp32, or choose a GPU with --gpu.");
            case Configuration.Precision.Float16:
                return (ScalarType.Float16, false);
            case Configuration.Precision.TensorFloat32 when gpu is not { HasTensorFloat32: true }:
                notes.Add($"TRAIN.PRECISION: tf32 has no effect on {gpu?.Name ?? device.ToString()}, which does not have it: single precision is used");
                return (null, false);
            case Configuration.Precision.TensorFloat32:
                return (null, true);
            case Configuration.Precision.Auto when gpu is { HasBFloat16: true }:
                return (ScalarType.BFloat16, false);
            default:
                return (null, wanted == Configuration.Precision.Auto && gpu is { HasTensorFloat32: true });
        }
    }

    private static bool MayRecord(LucioleConfiguration settings, bool onGpu, bool canRecord, bool isShared, List<string> notes)
    {
        var why = (settings.Train, onGpu, canRecord) switch
        {
            (_, false, _) => "is for GPUs",
            _ when isShared => "does not go together with several ranks",
            (_, _, false) => "needs a native library that was compiled with CUDA's headers",
            ({ AccumulationSteps: > 1 }, _, _) => "does not go together with TRAIN.ACCUM_ITER above 1",
            ({ Recompute: not RecomputeActivations.None }, _, _) when settings.Model.DropoutValues.Any(d => d > 0) => "does not go together with TRAIN.RECOMPUTE_ACTIVATIONS where MODEL.DROPOUT_VALUES are above 0",
            _ => null,
        };
        if (why is not null)
            notes.Add($"TRAIN.CUDA_GRAPH: True {why}; training goes on without");
        return why is null;
    }

    private string WaysOnGpu() => string.Join(", ",
    [
        ChannelsLast ? "channels innermost in memory" : "channels outermost in memory",
        Deterministic ? "deterministic operators" : Autotuning ? "cuDNN tunes itself" : "cuDNN's own choice of ways",
        Step.Staged ? "batches copied beside the computation" : "batches copied before they are computed",
        Step.Graph ? "steps recorded and played" : "steps not recorded",
        .. Step.Scaling is { } scaling ? new[] { FormattableString.Invariant($"loss scaled by {scaling.Initial} at first") } : [],
    ]);
}
