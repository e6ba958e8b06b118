using Luciole.Benchmarks.Networks;
using Luciole.Models.Footprint;
using Luciole.Torch;

namespace Luciole.Benchmarks.Gpu;

/// <summary>The memory that Luciole says a training step will take.</summary>
internal static class Estimate
{
    private static readonly TrainingCopies s_adamW = new(2);

    /// <summary>Bytes.</summary>
    public static long Of(NetworkShape network, int batch, Device device) => network.Architecture == NetworkShape.Unetr
        ? TrainingFootprint.Of(network.UnetrOptions(), batch, s_adamW).Total
        : TrainingFootprint.Of(network.MaskedAutoencoderOptions(), batch, s_adamW).Total;
}
