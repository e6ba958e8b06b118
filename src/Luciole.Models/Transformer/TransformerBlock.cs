using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Models.Transformer;

/// <summary>
/// A pre-norm block of the vision transformer (Dosovitskiy et al., "An Image is Worth 16x16 Words"): attention and a two-layer
/// perceptron, each on the normalised tokens and added to them; from <c>[N, L, D]</c> to <c>[N, L, D]</c>.
/// </summary>
public sealed class TransformerBlock : RecomputableBlock
{
    private readonly LayerNorm _norm1;
    private readonly Attention _attention;
    private readonly LayerNorm _norm2;
    private readonly Mlp _mlp;

    /// <summary>For tokens of <paramref name="width"/> features.</summary>
    public TransformerBlock(long width, long heads, long hidden, double epsilon)
    {
        _norm1 = AddModule("norm1", new LayerNorm(width, epsilon));
        _attention = AddModule("attn", new Attention(width, heads));
        _norm2 = AddModule("norm2", new LayerNorm(width, epsilon));
        _mlp = AddModule("mlp", new Mlp(width, hidden));
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using var attended = _norm1.Forward(input).Then(_attention.Forward).Then(x => input + x);
        return _norm2.Forward(attended).Then(x => _mlp.Forward(x, attended));
    }
}
