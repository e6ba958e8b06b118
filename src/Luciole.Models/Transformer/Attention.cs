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
        return _qkv.Forward(input).Then(x => Functional.SelfAttention(x, _heads)).Then(_proj.Forward);
    }
}
