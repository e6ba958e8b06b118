using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Models.Convolution;

/// <summary>Convolution that keeps the size, normalisation, activation, dropout: from <c>[N, in, H, W]</c> to <c>[N, out, H, W]</c>. In a checkpoint: <c>block.0</c> and <c>block.1</c>.</summary>
public sealed class ConvBlock : RecomputableBlock
{
    private readonly ConvStyle _style;
    private readonly Conv2d _convolution;
    private readonly Module? _normalization;

    /// <summary>From <paramref name="inputs"/> to <paramref name="outputs"/> channels.</summary>
    public ConvBlock(long inputs, long outputs, ConvStyle style)
    {
        _style = style;
        _convolution = new Conv2d(inputs, outputs, style.Kernel, padding: style.Kernel / 2);
        _normalization = ChannelNormalization.Create(style.Normalization, outputs);
        var block = AddModule("block", new ModuleList<Module>([_convolution]));
        if (_normalization is not null)
            block.Add(_normalization);
    }

    /// <inheritdoc/>
    public override bool IsRandom => _style.Dropout > 0;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => Convolve(input);

    /// <summary>The same for two maps side by side, <c>[N, in1, H, W]</c> and <c>[N, in2, H, W]</c>.</summary>
    internal Tensor Convolve(params ReadOnlySpan<Tensor> maps)
    {
        var x = (_normalization, _style.Activation) is (BatchNorm2d batch, ActivationKind.Relu)
            ? _convolution.ForwardNormalizedRelu(batch, maps)
            : ChannelNormalization.Activated(_normalization, _style.Activation, _convolution.Forward(maps));
        return IsTraining && _style.Dropout > 0 ? x.Then(y => Functional.Dropout(y, _style.Dropout, training: true)) : x;
    }
}
