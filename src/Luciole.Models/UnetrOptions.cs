using System.Numerics;
using Luciole.Files;
using Luciole.Models.Convolution;
using Luciole.Models.Transformer;

namespace Luciole.Models;

/// <summary>The numbers that make a <see cref="Unetr"/>. The defaults are BiaPy's.</summary>
public sealed partial record UnetrOptions
{
    /// <summary>Height and width of the input in pixels: a multiple of the token size.</summary>
    public long ImageSize { get; init; } = 256;

    /// <summary>Channels of the input.</summary>
    public long Channels { get; init; } = 1;

    /// <summary>Channels of the output.</summary>
    public long OutputChannels { get; init; } = 1;

    /// <summary>Side of a token in pixels: a power of two.</summary>
    public long TokenSize { get; init; } = 16;

    /// <summary>Features of a token.</summary>
    public long EmbedDim { get; init; } = 768;

    /// <summary>Transformer blocks.</summary>
    public long Layers { get; init; } = 12;

    /// <summary>Attention heads; they divide the features.</summary>
    public long Heads { get; init; } = 12;

    /// <summary>Width of the perceptron relative to the token's.</summary>
    public double MlpRatio { get; init; } = 4;

    /// <summary>Added to the variance in layer normalisation. BiaPy trains UNETR with 1e-5, whatever its configuration says.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>Every so many blocks a skip connection leaves the transformer.</summary>
    public long HiddenMultiple { get; init; } = 3;

    /// <summary>Channels at full resolution; they double with each level below.</summary>
    public long Filters { get; init; } = 16;

    /// <summary>Kernel size of the decoder's convolutions, odd.</summary>
    public long KernelSize { get; init; } = 3;

    /// <summary>The decoder's activation.</summary>
    public ActivationKind DecoderActivation { get; init; } = ActivationKind.Relu;

    /// <summary>The decoder's normalisation.</summary>
    public NormalizationKind Normalization { get; init; } = NormalizationKind.Batch;

    /// <summary>The decoder's dropout.</summary>
    public double Dropout { get; init; }

    /// <summary>What a model with fresh weights knows of positions.</summary>
    public PositionEmbeddingKind PositionEmbedding { get; init; } = PositionEmbeddingKind.SineCosine;

    /// <summary>Tokens along a side.</summary>
    internal long Grid => ImageSize / TokenSize;

    /// <summary>Doublings from the token grid to the image.</summary>
    internal int Doublings => BitOperations.Log2((ulong)TokenSize);

    /// <summary>Features in the middle of a block's perceptron.</summary>
    internal long HiddenDim => OptionChecks.Hidden("perceptron ratio (MODEL.VIT_MLP_RATIO)", EmbedDim, MlpRatio);

    /// <summary>Refuses numbers that contradict each other.</summary>
    /// <exception cref="InputException">They do; the message gives the nearest valid values.</exception>
    public void Validate()
    {
        OptionChecks.Positive(
            ("image size (DATA.PATCH_SIZE)", ImageSize),
            ("number of input channels (DATA.PATCH_SIZE)", Channels),
            ("number of output channels", OutputChannels),
            ("token size (MODEL.VIT_TOKEN_SIZE)", TokenSize),
            ("transformer's width (MODEL.VIT_EMBED_DIM)", EmbedDim),
            ("number of transformer layers (MODEL.VIT_NUM_LAYERS)", Layers),
            ("number of attention heads (MODEL.VIT_NUM_HEADS)", Heads),
            ("distance of skip connections (MODEL.UNETR_VIT_HIDD_MULT)", HiddenMultiple),
            ("number of decoder filters (MODEL.UNETR_VIT_NUM_FILTERS)", Filters),
            ("decoder's kernel size (MODEL.UNETR_DEC_KERNEL_SIZE)", KernelSize));
        if (TokenSize < 2 || !BitOperations.IsPow2(TokenSize))
            throw new InputException($"The token size (MODEL.VIT_TOKEN_SIZE), {TokenSize}, is not a power of two; the nearest sizes that fit are {Nearest.PowersOfTwo(TokenSize)}.");
        OptionChecks.Grid(ImageSize, TokenSize, EmbedDim, PositionEmbedding);
        OptionChecks.Heads("attention heads (MODEL.VIT_NUM_HEADS)", Heads, "transformer's width (MODEL.VIT_EMBED_DIM)", EmbedDim);
        _ = HiddenDim;
        OptionChecks.Epsilon("layer normalisation's epsilon", LayerNormEpsilon);
        CheckSkips();
        OptionChecks.Kernel("decoder's kernel size (MODEL.UNETR_DEC_KERNEL_SIZE)", KernelSize);
        OptionChecks.Probability("decoder's dropout (MODEL.DROPOUT_VALUES)", Dropout);
        ChannelNormalization.CheckChannels(Normalization, Filters, "decoder filters (MODEL.UNETR_VIT_NUM_FILTERS)");
        OptionChecks.Positive(("deepest number of decoder channels, the filters doubled at every level,", Filters << Math.Max(0, Doublings - 1)));
    }

    private void CheckSkips()
    {
        var skips = Doublings - 1;
        var deepest = HiddenMultiple * skips;
        if (Layers >= deepest)
            return;
        var mends = new List<string> { $"at least {deepest} layers" };
        if (Layers / skips > 0)
            mends.Add($"MODEL.UNETR_VIT_HIDD_MULT {Layers / skips}");
        mends.Add($"a token of {1L << (int)((Layers / HiddenMultiple) + 1)} pixels");
        throw new InputException(
            $"A token of {TokenSize} pixels with a skip connection every {HiddenMultiple} layers (MODEL.UNETR_VIT_HIDD_MULT) takes its deepest one from layer {deepest}, but the transformer has {Layers} (MODEL.VIT_NUM_LAYERS); use {string.Join(", or ", mends)}.");
    }
}
