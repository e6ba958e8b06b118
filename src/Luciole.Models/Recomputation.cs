using Luciole.Models.Convolution;
using Luciole.Models.Transformer;
using Luciole.Torch.Modules;

namespace Luciole.Models;

/// <summary>Switches recomputation on and off.</summary>
public static class Recomputation
{
    /// <summary>Chooses the parts of a network that are recomputed. Of blocks in one another the outer one is.</summary>
    public static void Choose(Module network, RecomputedParts parts)
    {
        foreach (var block in network.SelfAndParts().OfType<RecomputableBlock>())
            block.IsRecomputed = parts.HasFlag(block is TransformerBlock ? RecomputedParts.Transformer : RecomputedParts.Decoder);
        foreach (var inner in network.SelfAndParts().OfType<DoubleConvBlock>().SelectMany(block => block.SelfAndParts().OfType<ConvBlock>()))
            inner.IsRecomputed = false;
    }
}
