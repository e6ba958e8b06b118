namespace Luciole.Kernels.Attention;

/// <summary>The sizes of a self-attention, whose queries, keys and values lie in one array <c>[N, L, 3, heads, d]</c>.</summary>
/// <param name="Batch">N, sequences.</param>
/// <param name="Length">L, tokens of a sequence.</param>
/// <param name="Heads">Heads.</param>
/// <param name="Features">d, features of a token in one head.</param>
public readonly record struct AttentionShape(int Batch, int Length, int Heads, int Features)
{
    /// <summary>Heads of all sequences.</summary>
    public int AllHeads => Batch * Heads;

    /// <summary>Features of a token in all heads.</summary>
    public int Width => Heads * Features;

    /// <summary>Floats from one token to the next where queries, keys and values lie together.</summary>
    public nint InputStride => 3 * (nint)Width;

    /// <summary>Where part 0, 1 or 2 (queries, keys, values) of a head begins in <c>[N, L, 3, heads, d]</c>.</summary>
    public long InputOffset(int head, int part) =>
        (head / Heads * (long)Length * 3 * Width) + (part * (long)Width) + (head % Heads * (long)Features);

    /// <summary>Where a head begins in <c>[N, L, heads d]</c>.</summary>
    public long OutputOffset(int head) => (head / Heads * (long)Length * Width) + (head % Heads * (long)Features);
}
