using Luciole.Torch;
using Luciole.Torch.Modules;
using Luciole.Torch.Profiling;

namespace Luciole.Models.Transformer;

/// <summary>Multi-head self-attention (Vaswani et al., "Attention Is All You Need") with one matrix for queries, keys and values.</summary>
public sealed class Attention : Module
{
    private readonly long _heads;
    private readonly Linear _qkv;
    private readonly Linear _proj;

    /// <summary><paramref name="heads"/> must divide <paramref name="width"/>.</summary>
    public Attention(long width, long heads)
    {
        _heads = heads;
        _qkv = AddModule("qkv", new Linear(width, 3 * width));
        _proj = AddModule("proj", new Linear(width, width));
    }

    /// <summary>From <c>[N, L, D]</c> to <c>[N, L, D]</c>.</summary>
    public Tensor Forward(Tensor input)
    {
        using var section = LayerClock.Measure(LayerKind.Attention);
        var shape = input.Shape;
        return Mix(input, shape).Then(_proj.Forward);
    }

    // The outputs of the heads side by side, [N, L, D].
    private Tensor Mix(Tensor input, long[] shape)
    {
        using var split = _qkv.Forward(input).Then(x => x.Reshape(shape[0], shape[1], 3, _heads, shape[2] / _heads)).Then(x => x.Permute(2, 0, 3, 1, 4));
        using var q = split.Select(0, 0);
        using var k = split.Select(0, 1);
        using var v = split.Select(0, 2);
        return Functional.ScaledDotProductAttention(q, k, v).Then(x => x.Transpose(1, 2)).Then(x => x.Reshape(shape));
    }
}
