using Luciole.Torch;

namespace Luciole.Models.Footprint;

/// <summary>What the parts of a vision transformer do to memory, operator by operator, as libtorch runs them on a processor.</summary>
internal static class TransformerMemory
{
    /// <summary>The map from patches of an image to tokens, as a map <c>[N, D, grid, grid]</c>. The input stays the caller's.</summary>
    public static MemoryBlock Embedding(this MemoryTape tape, MemoryBlock input, MapShape grid, long channels, long token)
    {
        tape.Parameter(grid.Channels * channels * token * token);
        tape.Parameter(grid.Channels);
        var pixels = grid.Batch * channels * grid.Height * grid.Width * token * token;
        var read = tape.AsLowered(input, pixels);
        var (weight, bias) = (tape.CastOfParameter(grid.Channels * channels * token * token), tape.CastOfParameter(grid.Channels));
        var output = tape.MakeLowered(grid.Elements);
        tape.Scratch(tape.Lowered(grid.BlockedElements));
        tape.Ran([read, weight, bias], tape.Lowered(grid.Elements), tape.Lowered(grid.Elements));
        tape.DropCopy(read, input);
        return output;
    }

    /// <summary>The images are needed no longer; in training the batch holds them until it is over.</summary>
    public static void DropInput(this MemoryTape tape, MemoryBlock input)
    {
        if (!tape.IsTraining)
            tape.Drop(input);
    }

    /// <summary>The loss between a prediction and a target of so many elements.</summary>
    public static void Loss(this MemoryTape tape, MemoryBlock prediction, long elements)
    {
        if (!tape.IsTraining)
            return;
        var target = tape.Make(elements);
        var read = tape.AsSingle(prediction, elements);
        tape.Scratch(elements);
        tape.Ran([read, target], elements, elements);
        tape.DropCopy(read, prediction);
    }

    /// <summary>A linear layer. The input stays the caller's.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">Tokens.</param>
    /// <param name="tokens">Tokens of all images.</param>
    /// <param name="from">Features of a token before.</param>
    /// <param name="to">Features of a token after.</param>
    public static MemoryBlock Linear(this MemoryTape tape, MemoryBlock input, long tokens, long from, long to)
    {
        tape.Parameter(from * to);
        tape.Parameter(to);
        var read = tape.AsLowered(input, tokens * from);
        var (weight, bias) = (tape.CastOfParameter(from * to), tape.CastOfParameter(to));
        var output = tape.MakeLowered(tokens * to);
        tape.Ran([read, weight, bias], tape.Lowered(tokens * to), tape.Like(input, tokens * from));
        tape.DropCopy(read, input);
        return output;
    }

    /// <summary>Layer normalisation. The input stays the caller's.</summary>
    public static MemoryBlock LayerNorm(this MemoryTape tape, MemoryBlock input, long tokens, long width)
    {
        tape.Parameter(width);
        tape.Parameter(width);
        var output = tape.Make(tokens * width);
        tape.Ran([input], tokens * width, tokens * width);
        return output;
    }

    /// <summary>A block of the transformer; takes its input over.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">Tokens.</param>
    /// <param name="shape">How many, and how wide.</param>
    public static MemoryBlock TransformerBlock(this MemoryTape tape, MemoryBlock input, TokenShape shape) =>
        tape.Block(RecomputedParts.Transformer, input, () => tape.Transformed(input, shape));

    private static MemoryBlock Transformed(this MemoryTape tape, MemoryBlock input, TokenShape shape)
    {
        var (tokens, width) = (shape.Tokens, shape.Width);
        tape.GradientOf(tokens * width);
        var normalized = tape.LayerNorm(input, tokens, width);
        var attention = tape.Attention(normalized, shape);
        tape.Drop(normalized);
        var attended = tape.Add(input, attention, tokens * width);
        tape.GradientWaits(tokens * width);

        tape.GradientOf(tokens * width);
        normalized = tape.LayerNorm(attended, tokens, width);
        var hidden = tape.Linear(normalized, tokens, width, shape.Hidden);
        tape.Drop(normalized);
        var active = tape.MakeLowered(tokens * shape.Hidden);
        tape.Ran([hidden], tape.Lowered(tokens * shape.Hidden), tape.Lowered(tokens * shape.Hidden));
        tape.Drop(hidden);
        var output = tape.Linear(active, tokens, shape.Hidden, width);
        tape.Drop(active);
        var sum = tape.Add(attended, output, tokens * width);
        tape.GradientWaits(tokens * width);
        return sum;
    }

    // The input stays the caller's. What is kept for the way back is the queries, keys and values, the output, which the projection
    // keeps anyway, and one number for each query and head; a head is packed for the registers meanwhile.
    private static MemoryBlock Attention(this MemoryTape tape, MemoryBlock input, TokenShape shape)
    {
        var elements = shape.Tokens * shape.Width;
        var split = tape.Linear(input, shape.Tokens, shape.Width, 3 * shape.Width);
        var mixed = tape.Mode.HasOwnKernels || tape.Mode.HasFusedAttention ? tape.Fused(split, shape) : tape.Composed(split, shape);
        tape.Drop(split);
        var output = tape.Linear(mixed, shape.Tokens, shape.Width, shape.Width);
        tape.Drop(mixed);
        return output;
    }

    // The three gradients, and on libtorch's side each once more in a tensor of all three.
    private static MemoryBlock Fused(this MemoryTape tape, MemoryBlock split, TokenShape shape)
    {
        var elements = shape.Tokens * shape.Width;
        var mixed = tape.MakeLowered(elements);
        var logSums = tape.Make(shape.Tokens * shape.Heads);
        tape.Ran([split, mixed, logSums], tape.Lowered(elements), tape.Lowered(3 * elements), tape.Mode.HasOwnKernels ? 0 : tape.Lowered(6 * elements));
        tape.Drop(logSums);
        return mixed;
    }

    // Operator by operator: queries are scaled, every head is copied for the products, and the weights of all pairs of tokens are there.
    private static MemoryBlock Composed(this MemoryTape tape, MemoryBlock split, TokenShape shape)
    {
        var (elements, pairs) = (shape.Tokens * shape.Width, shape.Tokens * shape.Length * shape.Heads);
        var (query, key, value) = (tape.MakeLowered(elements), tape.MakeLowered(elements), tape.MakeLowered(elements));
        var scores = tape.MakeLowered(pairs);
        tape.Ran([query, key], tape.Lowered(elements), tape.Lowered(elements), tape.Lowered(pairs));
        tape.Drop(query);
        tape.Drop(key);
        var isSingle = tape.Mode is { IsLowered: true, Device: not DeviceKind.Cpu };
        var weights = isSingle ? tape.Make(pairs) : tape.MakeLowered(pairs);
        tape.Drop(scores);
        tape.Ran([weights], tape.Like(weights, pairs), tape.Like(weights, pairs));
        var read = tape.AsLowered(weights, pairs);
        var mixed = tape.MakeLowered(elements);
        tape.Ran([read, value], tape.Lowered(elements), tape.Lowered(elements), tape.Lowered(pairs));
        tape.DropCopy(read, weights);
        tape.Drop(weights);
        tape.Drop(value);
        var byToken = tape.MakeLowered(elements);
        tape.Drop(mixed);
        return byToken;
    }

    // Takes both over.
    private static MemoryBlock Add(this MemoryTape tape, MemoryBlock first, MemoryBlock second, long elements)
    {
        var sum = tape.Make(elements);
        tape.Drop(first);
        tape.Drop(second);
        return sum;
    }
}
