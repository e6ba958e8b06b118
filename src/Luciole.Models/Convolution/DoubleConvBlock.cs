using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Models.Convolution;

/// <summary>Two convolution blocks in a row, from <c>[N, in, H, W]</c> to <c>[N, out, H, W]</c>. In a checkpoint: <c>block.0.block.0</c> to <c>block.1.block.1</c>.</summary>
public sealed class DoubleConvBlock : RecomputableBlock
{
    private readonly ModuleList<ConvBlock> _block;

    /// <summary>From <paramref name="inputs"/> to <paramref name="outputs"/> to <paramref name="outputs"/> channels.</summary>
    public DoubleConvBlock(long inputs, long outputs, ConvStyle style) =>
        _block = AddModule("block", new ModuleList<ConvBlock>([new(inputs, outputs, style), new(outputs, outputs, style)]));

    /// <summary>The same for two maps side by side, which are read where they lie if the convolution can.</summary>
    public Tensor Forward(Tensor first, Tensor second)
    {
        if (!IsRecomputed)
            return _block[0].Convolve(first, second).Then(_block[1].Forward);
        using var joined = Tensor.Cat(1, first, second);
        return Forward(joined);
    }

    /// <inheritdoc/>
    public override bool IsRandom => _block[0].IsRandom;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => _block[0].Forward(input).Then(_block[1].Forward);
}
