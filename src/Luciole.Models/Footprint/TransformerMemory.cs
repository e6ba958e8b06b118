namespace Luciole.Models.Footprint;

/// <summary>What the parts of a vision transformer do to memory, operator by operator, as libtorch runs them on a processor.</summary>
internal static class TransformerMemory
{
    /// <summary>The map from patches of an image to tokens, as a map <c>[N, D, grid, grid]</c>. The input stays the caller's.</summary>
    public static MemoryBlock Embedding(this MemoryTape tape, MemoryBlock input, MapShape grid, long channels, long token)
    {
        tape.Parameter(grid.Channels * channels * token * token);
        tape.Parameter(grid.Channels);
        var output = tape.Make(grid.Elements);
        tape.Scratch(grid.BlockedElements);
        tape.Ran([input], grid.Elements, grid.Elements);
        return output;
    }

    /// <summary>The loss between a prediction and a target of so many elements.</summary>
    public static void Loss(this MemoryTape tape, MemoryBlock prediction, long elements)
    {
        if (!tape.IsTraining)
            return;
        var target = tape.Make(elements);
        tape.Scratch(elements);
        tape.Ran([prediction, target], elements, elements);
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
        var output = tape.Make(tokens * to);
        tape.Ran([input], tokens * to, tokens * from);
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
        var active = tape.Make(tokens * shape.Hidden);
        tape.Ran([hidden], tokens * shape.Hidden, tokens * shape.Hidden);
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
        var mixed = tape.Make(elements);
        var logSums = tape.Make(shape.Tokens * shape.Heads);
        tape.Ran([split, mixed, logSums], elements, 3 * elements);
        tape.Drop(split);
        tape.Drop(logSums);
        var output = tape.Linear(mixed, shape.Tokens, shape.Width, shape.Width);
        tape.Drop(mixed);
        return output;
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
