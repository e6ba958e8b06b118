using Luciole.Benchmarks.Networks;
using Luciole.Models;
using Luciole.Torch.Profiling;

namespace Luciole.Benchmarks.Tests;

public sealed class ArithmeticTests
{
    private static readonly NetworkShape Tiny = new()
    {
        Name = "tiny", Architecture = NetworkShape.Unetr, ImageSize = 8, TokenSize = 4, EmbedDim = 8, Layers = 2, Heads = 2, Filters = 2, KernelSize = 3,
    };

    private static readonly NetworkShape TinyAutoencoder = new()
    {
        Name = "tiny", Architecture = NetworkShape.Mae, ImageSize = 8, TokenSize = 4, EmbedDim = 8, Layers = 1, Heads = 2,
        DecoderEmbedDim = 4, DecoderLayers = 1, DecoderHeads = 1, DecoderHiddenDim = 6,
    };

    // Four tokens and the class token. Twice the products: kernel area * inputs * outputs * pixels.
    [Fact]
    public void The_operations_of_a_UNETR_are_those_counted_by_hand()
    {
        var operations = Arithmetic.ByKind(Tiny);
        const int patches = 16 * 8 * 4;
        const int atSize4 = 9 * 16 * ((4 * 4) + (8 * 4) + (4 * 4));
        const int atSize8 = 9 * 64 * ((1 * 2) + (2 * 2) + (4 * 2) + (2 * 2));
        const int last = 64 * 2;
        Assert.Equal(2 * (patches + atSize4 + atSize8 + last), operations[LayerKind.Convolution]);
        Assert.Equal(2 * 4 * ((8 * 4 * 4) + (8 * 4 * 4) + (4 * 2 * 16)), operations[LayerKind.TransposedConvolution]);
        Assert.Equal(2 * 2 * 5 * ((8 * 24) + (8 * 8) + (8 * 32) + (32 * 8)), operations[LayerKind.Linear]);
        Assert.Equal(2 * 2 * 2 * 5 * 5 * 8, operations[LayerKind.Attention]);
        Assert.Equal(40448 + 3072 + 15360 + 1600, Arithmetic.Forward(Tiny));
    }

    // Two of four tokens are visible.
    [Fact]
    public void The_operations_of_an_autoencoder_are_those_counted_by_hand()
    {
        var operations = Arithmetic.ByKind(TinyAutoencoder);
        Assert.Equal(2 * 16 * 8 * 4, operations[LayerKind.Convolution]);
        Assert.Equal(0, operations[LayerKind.TransposedConvolution]);
        const int encoder = 3 * ((8 * 24) + (8 * 8) + (8 * 32) + (32 * 8));
        const int decoder = (3 * 8 * 4) + (5 * ((4 * 12) + (4 * 4) + (4 * 6) + (6 * 4))) + (5 * 4 * 16);
        Assert.Equal(2 * (encoder + decoder), operations[LayerKind.Linear]);
        Assert.Equal(2 * 2 * ((3 * 3 * 8) + (5 * 5 * 4)), operations[LayerKind.Attention]);
    }

    [Fact]
    public void The_decoders_convolutions_have_the_channels_of_the_networks_weights()
    {
        var network = ComparedNetworks.Tubulin with { ImageSize = 64, EmbedDim = 8, Heads = 2, Filters = 2 };
        using var model = new Unetr(network.UnetrOptions(), initialize: false);
        var expected = model.State().Select(t => t.Tensor.Shape).Where(s => s.Length == 4 && s[2] == network.KernelSize).Select(s => $"{s[1]} -> {s[0]}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, UnetrDecoder.Convolutions(network).Select(c => $"{c.Inputs} -> {c.Outputs}").Order(StringComparer.Ordinal));
        Assert.Equal(22, UnetrDecoder.Convolutions(ComparedNetworks.Nucleus).Count());
    }
}
