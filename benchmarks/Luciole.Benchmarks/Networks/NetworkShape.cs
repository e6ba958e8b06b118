using Luciole.Models;

namespace Luciole.Benchmarks.Networks;

/// <summary>The numbers of a network that both sides build. The worker's order carries them, so Python reads these names in snake case.</summary>
internal sealed record NetworkShape
{
    /// <summary>A UNETR.</summary>
    public const string Unetr = "unetr";

    /// <summary>A masked autoencoder.</summary>
    public const string Mae = "mae";

    /// <summary>The word on the command line and in the document.</summary>
    public required string Name { get; init; }

    /// <summary><see cref="Unetr"/> or <see cref="Mae"/>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Side of the image in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Side of a token in pixels.</summary>
    public required int TokenSize { get; init; }

    /// <summary>Features of a token.</summary>
    public required int EmbedDim { get; init; }

    /// <summary>Transformer blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Attention heads.</summary>
    public required int Heads { get; init; }

    /// <summary>A UNETR's channels at full resolution.</summary>
    public int Filters { get; init; }

    /// <summary>A UNETR's kernel.</summary>
    public int KernelSize { get; init; }

    /// <summary>An autoencoder's features of a token in the decoder.</summary>
    public int DecoderEmbedDim { get; init; }

    /// <summary>An autoencoder's transformer blocks in the decoder.</summary>
    public int DecoderLayers { get; init; }

    /// <summary>An autoencoder's attention heads in the decoder.</summary>
    public int DecoderHeads { get; init; }

    /// <summary>An autoencoder's features in the middle of the decoder's perceptron.</summary>
    public int DecoderHiddenDim { get; init; }

    /// <summary>Luciole's options of a UNETR.</summary>
    public UnetrOptions UnetrOptions() => new()
    {
        ImageSize = ImageSize, TokenSize = TokenSize, EmbedDim = EmbedDim, Layers = Layers, Heads = Heads, Filters = Filters, KernelSize = KernelSize,
    };

    /// <summary>Luciole's options of a masked autoencoder.</summary>
    public MaskedAutoencoderOptions MaskedAutoencoderOptions() => new()
    {
        ImageSize = ImageSize, TokenSize = TokenSize, EmbedDim = EmbedDim, Layers = Layers, Heads = Heads,
        DecoderEmbedDim = DecoderEmbedDim, DecoderLayers = DecoderLayers, DecoderHeads = DecoderHeads, DecoderMlpDim = DecoderHiddenDim,
    };
}
