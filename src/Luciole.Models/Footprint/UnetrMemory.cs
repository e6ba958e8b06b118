using Luciole.Models.Convolution;
using Luciole.Models.Transformer;

namespace Luciole.Models.Footprint;

/// <summary>A pass through a <see cref="Unetr"/> on a <see cref="MemoryTape"/>.</summary>
internal static class UnetrMemory
{
    public static void Forward(MemoryTape tape, UnetrOptions options, long batch)
    {
        var style = new ConvStyle(options.KernelSize, options.DecoderActivation, options.Normalization, options.Dropout);
        var image = new MapShape(batch, options.Channels, options.ImageSize, options.ImageSize);
        var grid = new MapShape(batch, options.EmbedDim, options.Grid, options.Grid);
        var input = tape.Make(image.Elements);
        var x = Encode(tape, options, input, grid, out var taps);
        var shape = grid;
        x = Up(tape, x, ref shape, options.Filters << (options.Doublings - 1));
        for (var level = options.Doublings - 1; level > 0; level--)
        {
            var both = shape.With(2 * shape.Channels);
            tape.GradientOf(both.Elements);
            var skip = Raise(tape, taps.Pop(), grid, options.Doublings - level, shape.Channels, style);
            tape.GradientWaits(both.Elements);
            x = tape.DoubleConvBlock(x, skip, both, shape.Channels, style);
            x = Up(tape, x, ref shape, shape.Channels / 2);
        }

        var whole = shape.With(2 * options.Filters);
        tape.GradientOf(whole.Elements);
        var first = tape.DoubleConvBlock(input, image, options.Filters, style, inputHasGradient: false);
        tape.GradientWaits(whole.Elements);
        x = tape.DoubleConvBlock(first, x, whole, options.Filters, style);
        var output = tape.Convolution(x, shape, options.OutputChannels, 1);
        tape.Drop(x);
        tape.DropInput(input);
        tape.Loss(output, image.With(options.OutputChannels).Elements);
    }

    private static MemoryBlock Encode(MemoryTape tape, UnetrOptions options, MemoryBlock input, MapShape grid, out Stack<MemoryBlock> taps)
    {
        taps = new Stack<MemoryBlock>();
        var (width, length) = (options.EmbedDim, (options.Grid * options.Grid) + 1);
        var shape = new TokenShape(grid.Batch, length, width, options.Heads, options.HiddenDim);
        tape.Parameter(width);
        tape.Parameter(length * width, options.PositionEmbedding == PositionEmbeddingKind.Learned);
        var patches = tape.Embedding(input, grid, options.Channels, options.TokenSize);
        var all = tape.Make(shape.Tokens * width);
        tape.Drop(patches);
        var tokens = tape.Make(shape.Tokens * width);
        tape.Drop(all);
        for (var i = 1L; i <= options.Layers; i++)
        {
            tokens = tape.TransformerBlock(tokens, shape);
            if (i % options.HiddenMultiple == 0 && taps.Count < options.Doublings - 1)
                taps.Push(tape.Make(grid.Elements));
        }

        // The final layer normalisation is stored, but not passed.
        tape.Parameter(width);
        tape.Parameter(width);
        var map = tape.Make(grid.Elements);
        tape.Drop(tokens);
        return map;
    }

    private static MemoryBlock Raise(MemoryTape tape, MemoryBlock tap, MapShape grid, int doublings, long channels, ConvStyle style)
    {
        var (x, shape) = (tap, grid);
        for (var i = 0; i < doublings; i++)
        {
            x = Up(tape, x, ref shape, channels);
            var convolved = tape.ConvBlock(x, shape, channels, style);
            tape.Drop(x);
            x = convolved;
        }

        return x;
    }

    private static MemoryBlock Up(MemoryTape tape, MemoryBlock x, ref MapShape shape, long channels)
    {
        var larger = tape.Doubling(x, shape, channels, bias: false);
        tape.Drop(x);
        shape = shape.Doubled(channels);
        return larger;
    }
}
