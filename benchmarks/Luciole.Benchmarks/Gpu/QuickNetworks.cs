using Luciole.Benchmarks.Networks;

namespace Luciole.Benchmarks.Gpu;

/// <summary>Networks of the same make that a processor computes in a moment.</summary>
internal static class QuickNetworks
{
    private const int ImageSize = 64;

    /// <summary>The network itself, or for a quick check a small one of its make.</summary>
    public static NetworkShape For(NetworkShape network, GpuOptions options) => !options.IsQuick ? network : network with
    {
        ImageSize = ImageSize,
        TokenSize = 16,
        EmbedDim = 48,
        Heads = 4,
        Filters = network.Filters / 8,
        DecoderEmbedDim = network.DecoderEmbedDim / 16,
        DecoderLayers = network.DecoderLayers / 4,
        DecoderHeads = network.DecoderHeads / 4,
        DecoderHiddenDim = network.DecoderHiddenDim / 16,
    };
}
