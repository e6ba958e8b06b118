using Luciole.Benchmarks.Networks;
using Luciole.Models.Footprint;
using Luciole.Torch;
using Luciole.Torch.Cuda;

namespace Luciole.Benchmarks.Gpu;

/// <summary>The memory that Luciole says a training step will take.</summary>
internal static class Estimate
{
    private static readonly TrainingCopies s_adamW = new(2);

    /// <summary>Bytes.</summary>
    public static long Of(NetworkShape network, int batch, Device device)
    {
        // On a GPU with the precision of a training's defaults.
        var mode = device.Kind == DeviceKind.Cuda && CudaDevices.Describe(device.Index).HasBFloat16 ? new ComputeMode(device.Kind, ScalarType.BFloat16) : new ComputeMode(device.Kind, null);
        return network.Architecture == NetworkShape.Unetr
            ? TrainingFootprint.Of(network.UnetrOptions(), batch, s_adamW, mode).Total
            : TrainingFootprint.Of(network.MaskedAutoencoderOptions(), batch, s_adamW, mode).Total;
    }
}
