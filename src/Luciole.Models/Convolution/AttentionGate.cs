using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Models.Convolution;

/// <summary>
/// Weighs a skip connection by what the decoder sees (Oktay et al., "Attention U-Net: Learning Where to Look for the Pancreas").
/// BiaPy normalises the gating branch twice and the skip branch never; its checkpoints need the same.
/// </summary>
public sealed class AttentionGate : Module
{
    private readonly ModuleList<Module> _gating;
    private readonly ModuleList<Module> _skip;
    private readonly ModuleList<Module> _psi;

    /// <summary>For maps of <paramref name="channels"/> channels; half as many inside.</summary>
    public AttentionGate(long channels, NormalizationKind normalization)
    {
        var inner = channels / 2;
        _gating = AddModule("w_g", Layers(new Conv2d(channels, inner, 1), normalization, inner, times: 2));
        _skip = AddModule("w_x", Layers(new Conv2d(channels, inner, 1), normalization, inner, times: 0));
        _psi = AddModule("psi", Layers(new Conv2d(inner, 1, 1), normalization, 1, times: 1));
    }

    /// <summary>The skip connection, each pixel weighed between 0 and 1; both arguments and the result <c>[N, C, H, W]</c>.</summary>
    public Tensor Forward(Tensor gating, Tensor skip)
    {
        using var fromSkip = Run(_skip, skip);
        using var weight = Run(_gating, gating)
            .Then(x => x + fromSkip)
            .Then(Functional.ReluInPlace)
            .Then(x => Run(_psi, x))
            .Then(Functional.Sigmoid);
        return skip * weight;
    }

    private static ModuleList<Module> Layers(Conv2d convolution, NormalizationKind normalization, long channels, int times)
    {
        var layers = new ModuleList<Module>([convolution]);
        for (var i = 0; i < times; i++)
        {
            if (ChannelNormalization.Create(normalization, channels) is { } layer)
                layers.Add(layer);
        }

        return layers;
    }

    private static Tensor Run(ModuleList<Module> layers, Tensor input)
    {
        var x = ((Conv2d)layers[0]).Forward(input);
        foreach (var layer in layers.Skip(1))
            x = x.Then(y => ChannelNormalization.Apply(layer, y));
        return x;
    }
}
