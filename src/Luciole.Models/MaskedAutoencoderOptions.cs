using Luciole.Files;
using Luciole.Models.Transformer;

namespace Luciole.Models;

/// <summary>The numbers that make a <see cref="MaskedAutoencoder"/>. The defaults are BiaPy's; its decoder is always 512 wide, 8 deep, with 16 heads.</summary>
public sealed record MaskedAutoencoderOptions
{
    /// <summary>Height and width of the input in pixels: a multiple of the token size.</summary>
    public long ImageSize { get; init; } = 256;

    /// <summary>Channels of the input.</summary>
    public long Channels { get; init; } = 1;

    /// <summary>Side of a token in pixels.</summary>
    public long TokenSize { get; init; } = 16;

    /// <summary>Features of a token in the encoder.</summary>
    public long EmbedDim { get; init; } = 768;

    /// <summary>Transformer blocks of the encoder.</summary>
    public long Layers { get; init; } = 12;

    /// <summary>Attention heads of the encoder; they divide its features.</summary>
    public long Heads { get; init; } = 12;

    /// <summary>Width of the perceptron relative to the token's.</summary>
    public double MlpRatio { get; init; } = 4;

    /// <summary>Added to the variance in layer normalisation.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-6;

    /// <summary>Features of a token in the decoder.</summary>
    public long DecoderEmbedDim { get; init; } = 512;

    /// <summary>Transformer blocks of the decoder.</summary>
    public long DecoderLayers { get; init; } = 8;

    /// <summary>Attention heads of the decoder; they divide its features.</summary>
    public long DecoderHeads { get; init; } = 16;

    /// <summary>Features in the middle of the decoder's perceptron; null takes the decoder's width times <see cref="MlpRatio"/>.</summary>
    public long? DecoderMlpDim { get; init; }

    /// <summary>Which tokens are hidden.</summary>
    public MaskKind Mask { get; init; } = MaskKind.Grid;

    /// <summary>The part of the tokens that random masking hides.</summary>
    public double MaskRatio { get; init; } = 0.5;

    /// <summary>Whether the target is normalised patch by patch.</summary>
    public bool NormalizePixelLoss { get; init; }

    /// <summary>What a model with fresh weights knows of positions, in encoder and decoder.</summary>
    public PositionEmbeddingKind PositionEmbedding { get; init; } = PositionEmbeddingKind.SineCosine;

    /// <summary>Tokens along a side.</summary>
    internal long Grid => ImageSize / TokenSize;

    /// <summary>Features in the middle of an encoder block's perceptron.</summary>
    internal long HiddenDim => OptionChecks.Hidden("perceptron ratio (MODEL.VIT_MLP_RATIO)", EmbedDim, MlpRatio);

    /// <summary>Features in the middle of a decoder block's perceptron.</summary>
    internal long DecoderHiddenDim => DecoderMlpDim ?? OptionChecks.Hidden("perceptron ratio (MODEL.VIT_MLP_RATIO)", DecoderEmbedDim, MlpRatio);

    /// <summary>Refuses numbers that contradict each other.</summary>
    /// <exception cref="InputException">They do; the message gives the nearest valid values.</exception>
    public void Validate()
    {
        OptionChecks.Positive(
            ("image size (DATA.PATCH_SIZE)", ImageSize),
            ("number of input channels (DATA.PATCH_SIZE)", Channels),
            ("token size (MODEL.VIT_TOKEN_SIZE)", TokenSize),
            ("transformer's width (MODEL.VIT_EMBED_DIM)", EmbedDim),
            ("number of transformer layers (MODEL.VIT_NUM_LAYERS)", Layers),
            ("number of attention heads (MODEL.VIT_NUM_HEADS)", Heads),
            ("decoder's width (MODEL.MAE_DEC_HIDDEN_SIZE)", DecoderEmbedDim),
            ("number of decoder layers (MODEL.MAE_DEC_NUM_LAYERS)", DecoderLayers),
            ("number of decoder heads (MODEL.MAE_DEC_NUM_HEADS)", DecoderHeads),
            ("decoder's perceptron width (MODEL.MAE_DEC_MLP_DIMS)", DecoderHiddenDim));
        OptionChecks.Grid(ImageSize, TokenSize, EmbedDim, PositionEmbedding);
        OptionChecks.Grid(ImageSize, TokenSize, DecoderEmbedDim, PositionEmbedding);
        OptionChecks.Heads("attention heads (MODEL.VIT_NUM_HEADS)", Heads, "transformer's width (MODEL.VIT_EMBED_DIM)", EmbedDim);
        OptionChecks.Heads("decoder heads (MODEL.MAE_DEC_NUM_HEADS)", DecoderHeads, "decoder's width (MODEL.MAE_DEC_HIDDEN_SIZE)", DecoderEmbedDim);
        _ = HiddenDim;
        OptionChecks.Epsilon("layer normalisation's epsilon", LayerNormEpsilon);
        CheckMask();
    }

    private void CheckMask()
    {
        var tokens = Grid * Grid;
        if (tokens < 2)
            throw new InputException($"An image of {ImageSize} pixels in tokens of {TokenSize} (MODEL.VIT_TOKEN_SIZE) is one token, of which nothing can be hidden; the largest token that fits is {ImageSize / 2}.");
        if (Mask == MaskKind.Random && !(MaskRatio > 0 && TokenMask.KeptOf(tokens, MaskRatio) is var kept && kept > 0 && kept < tokens))
        {
            throw new InputException(
                $"The mask ratio (MODEL.MAE_MASK_RATIO) is {MaskRatio}, which hides all or none of {tokens} tokens; it must lie between {1.0 / tokens:G3} and {1 - (1.0 / tokens):G3}.");
        }
    }
}
