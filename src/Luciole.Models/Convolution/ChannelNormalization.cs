using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Models.Convolution;

/// <summary>Names, construction and evaluation of the normalisations of <c>[N, C, H, W]</c>.</summary>
public static class ChannelNormalization
{
    internal const long Groups = 16;

    /// <summary>Reads a configuration's name: <c>bn</c>, <c>sync_bn</c> (the same on one device), <c>in</c>, <c>gn</c> or <c>none</c>.</summary>
    /// <exception cref="InputException">No normalisation has this name.</exception>
    public static NormalizationKind Parse(string name) => name.Trim().ToUpperInvariant() switch
    {
        "BN" or "SYNC_BN" => NormalizationKind.Batch,
        "IN" => NormalizationKind.Instance,
        "GN" => NormalizationKind.Group,
        "NONE" => NormalizationKind.None,
        _ => throw new InputException($"Normalisation '{name}' is not known; write one of bn, sync_bn, in, gn, none."),
    };

    /// <summary>A layer for so many channels, or null for none.</summary>
    internal static Module? Create(NormalizationKind kind, long channels) => kind switch
    {
        NormalizationKind.None => null,
        NormalizationKind.Batch => new BatchNorm2d(channels),
        NormalizationKind.Instance => new InstanceNorm2d(),
        NormalizationKind.Group => new GroupNorm(Groups, channels),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a normalisation"),
    };

    /// <summary>Applies a layer that <see cref="Create"/> made.</summary>
    internal static Tensor Apply(Module layer, Tensor input) => layer switch
    {
        BatchNorm2d batch => batch.Forward(input),
        InstanceNorm2d instance => instance.Forward(input),
        GroupNorm group => group.Forward(input),
        _ => throw new ArgumentException($"{layer.GetType().Name} is no normalisation.", nameof(layer)),
    };

    /// <summary>Normalisation (null: none) and activation; takes over its argument, over which the result is written where autograd allows that.</summary>
    internal static Tensor Activated(Module? layer, ActivationKind activation, Tensor owned) => (layer, activation) switch
    {
        (null, _) => Activation.Consume(activation, owned),
        (BatchNorm2d batch, ActivationKind.Relu) => owned.Then(batch.ForwardReluInPlace),
        _ => Activation.Consume(activation, owned.Then(x => Apply(layer, x))),
    };

    /// <summary>Refuses numbers of channels that group normalisation cannot divide.</summary>
    internal static void CheckChannels(NormalizationKind kind, long channels, string what)
    {
        if (kind == NormalizationKind.Group && channels % Groups != 0)
        {
            throw new InputException(
                $"Group normalisation (gn) makes {Groups} groups, which do not divide the {channels} {what}; the nearest numbers that fit are {Nearest.Multiples(channels, Groups)}.");
        }
    }
}
