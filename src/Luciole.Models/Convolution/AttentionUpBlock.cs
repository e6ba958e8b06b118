using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Models.Convolution;

/// <summary>One step up in an attention U-Net: doubles the size, joins the gated skip connection, convolves twice.</summary>
public sealed class AttentionUpBlock : Module
{
    private readonly ConvTranspose2d _up;
    private readonly Module? _normalization;
    private readonly AttentionGate _gate;
    private readonly DoubleConvBlock _convolutions;
    private readonly ActivationKind _activation;

    /// <summary>From <paramref name="inputs"/> channels to <paramref name="outputs"/>, those of the skip connection.</summary>
    public AttentionUpBlock(long inputs, long outputs, ConvStyle style)
    {
        _activation = style.Activation;
        _up = new ConvTranspose2d(inputs, outputs, bias: true);
        _normalization = ChannelNormalization.Create(style.Normalization, outputs);
        var up = AddModule("up", new ModuleList<Module>([_up]));
        if (_normalization is not null)
            up.Add(_normalization);
        _gate = AddModule("attention_gate", new AttentionGate(outputs, style.Normalization));
        _convolutions = AddModule("conv_block", new DoubleConvBlock(2 * outputs, outputs, style));
    }

    /// <summary>From <c>[N, in, H, W]</c> and the skip connection <c>[N, out, 2H, 2W]</c> to <c>[N, out, 2H, 2W]</c>.</summary>
    public Tensor Forward(Tensor input, Tensor skip)
    {
        var x = ChannelNormalization.Activated(_normalization, _activation, _up.Forward(input));
        return x.Then(up => _gate.Forward(up, skip).Then(gated => _convolutions.Forward(up, gated)));
    }
}
