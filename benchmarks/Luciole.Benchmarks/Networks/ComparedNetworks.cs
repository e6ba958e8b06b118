namespace Luciole.Benchmarks.Networks;

/// <summary>The networks that are measured: those of recipes/lightmycells.</summary>
internal static class ComparedNetworks
{
    /// <summary>The published network for nuclei.</summary>
    public static NetworkShape Nucleus { get; } = new()
    {
        Name = "nucleus", Architecture = NetworkShape.Unetr, ImageSize = 1024, TokenSize = 32, EmbedDim = 768, Layers = 12, Heads = 12, Filters = 32, KernelSize = 9,
    };

    /// <summary>The published network for tubulin.</summary>
    public static NetworkShape Tubulin { get; } = Nucleus with { Name = "tubulin", Filters = 16, KernelSize = 7 };

    /// <summary>The one made for two cores.</summary>
    public static NetworkShape Small { get; } = new()
    {
        Name = "small", Architecture = NetworkShape.Unetr, ImageSize = 256, TokenSize = 16, EmbedDim = 192, Layers = 12, Heads = 6, Filters = 16, KernelSize = 3,
    };

    /// <summary>The published pre-training, which hides every other token.</summary>
    public static NetworkShape MaskedAutoencoder { get; } = new()
    {
        Name = "mae", Architecture = NetworkShape.Mae, ImageSize = 1024, TokenSize = 32, EmbedDim = 768, Layers = 12, Heads = 12,
        DecoderEmbedDim = 512, DecoderLayers = 8, DecoderHeads = 16, DecoderHiddenDim = 2048,
    };
}
