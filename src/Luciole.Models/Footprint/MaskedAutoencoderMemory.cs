using Luciole.Models.Transformer;

namespace Luciole.Models.Footprint;

/// <summary>A pass through a <see cref="MaskedAutoencoder"/> on a <see cref="MemoryTape"/>.</summary>
internal static class MaskedAutoencoderMemory
{
    public static void Forward(MemoryTape tape, MaskedAutoencoderOptions options, long batch)
    {
        var all = options.Grid * options.Grid;
        var isTrained = options.PositionEmbedding == PositionEmbeddingKind.Learned;
        tape.Parameter(options.EmbedDim);
        tape.Parameter((all + 1) * options.EmbedDim, isTrained);
        tape.Parameter(options.DecoderEmbedDim);
        tape.Parameter((all + 1) * options.DecoderEmbedDim, isTrained);
        var input = tape.Make(batch * options.Channels * options.ImageSize * options.ImageSize);
        var visible = (options.Mask == MaskKind.Grid ? all / 2 : TokenMask.KeptOf(all, options.MaskRatio)) + 1;
        var encoder = new TokenShape(batch, visible, options.EmbedDim, options.Heads, options.HiddenDim);
        var latent = Encode(tape, options, input, encoder, all);
        var decoder = new TokenShape(batch, all + 1, options.DecoderEmbedDim, options.DecoderHeads, options.DecoderHiddenDim);

        // The prediction and the images stay until metrics are taken, after the way back.
        Decode(tape, options, latent, encoder, decoder);

        // The loss: target tokens, differences, their squares.
        var pixels = batch * all * options.TokenSize * options.TokenSize * options.Channels;
        var target = tape.Make(pixels);
        var difference = tape.Make(pixels);
        tape.Scratch(pixels);
        tape.Ran([difference], pixels, pixels, pixels);
        tape.Drop(difference);
        tape.Drop(target);
    }

    private static MemoryBlock Encode(MemoryTape tape, MaskedAutoencoderOptions options, MemoryBlock input, TokenShape shape, long all)
    {
        var grid = new MapShape(shape.Batch, options.EmbedDim, options.Grid, options.Grid);
        var patches = tape.Embedding(input, grid, options.Channels, options.TokenSize);
        var placed = tape.Make(grid.Elements);
        tape.Drop(patches);

        // The choice of tokens keeps what it chose from, though it reads nothing but the shape.
        var kept = tape.Make((shape.Tokens - shape.Batch) * options.EmbedDim);
        tape.Ran([placed], grid.Elements, grid.Elements);
        tape.Drop(placed);
        var tokens = tape.Make(shape.Tokens * options.EmbedDim);
        tape.Drop(kept);
        for (var i = 0; i < options.Layers; i++)
            tokens = tape.TransformerBlock(tokens, shape);
        var latent = tape.LayerNorm(tokens, shape.Tokens, options.EmbedDim);
        tape.Drop(tokens);
        return latent;
    }

    private static MemoryBlock Decode(MemoryTape tape, MaskedAutoencoderOptions options, MemoryBlock latent, TokenShape encoder, TokenShape decoder)
    {
        var width = options.DecoderEmbedDim;
        var embedded = tape.Linear(latent, encoder.Tokens, options.EmbedDim, width);
        tape.Drop(latent);
        var shuffled = tape.Make(decoder.Tokens * width);
        var ordered = tape.Make(decoder.Tokens * width);
        tape.Ran([shuffled], decoder.Tokens * width, decoder.Tokens * width, decoder.Tokens * width);
        tape.Drop(shuffled);
        var all = tape.Make(decoder.Tokens * width);
        tape.Drop(ordered);
        tape.Drop(embedded);
        for (var i = 0; i < options.DecoderLayers; i++)
            all = tape.TransformerBlock(all, decoder);
        var normalized = tape.LayerNorm(all, decoder.Tokens, width);
        tape.Drop(all);
        var prediction = tape.Linear(normalized, decoder.Tokens, width, options.TokenSize * options.TokenSize * options.Channels);
        tape.Drop(normalized);
        return prediction;
    }
}
