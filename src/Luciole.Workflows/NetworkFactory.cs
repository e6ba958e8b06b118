using Luciole.Configuration;
using Luciole.Files;
using Luciole.Models;
using Luciole.Models.Convolution;
using Luciole.Models.Footprint;
using Luciole.Models.Transformer;
using Activation = Luciole.Configuration.Activation;
using PositionEmbedding = Luciole.Configuration.PositionEmbedding;

namespace Luciole.Workflows;

/// <summary>Makes the network that a configuration describes.</summary>
public static class NetworkFactory
{
    /// <summary>A network from images to images of <paramref name="patch"/>.Channels channels each.</summary>
    /// <param name="model">The network's numbers.</param>
    /// <param name="patch">The size it is made for.</param>
    /// <param name="initialize">Whether to draw starting weights; not needed when all are loaded.</param>
    /// <exception cref="InputException">The numbers contradict each other, or the architecture is not of this kind.</exception>
    public static ImageToImageModel ImageToImage(ModelSettings model, PatchSize patch, bool initialize) => model.Architecture switch
    {
        Architecture.Unetr => new Unetr(UnetrOf(model, patch), initialize),
        Architecture.AttentionUnet when model.UpsampleLayer != UpsampleLayer.TransposedConvolution =>
            throw new InputException("MODEL.UPSAMPLE_LAYER: upsampling is not available in this version; use convtranspose."),
        Architecture.AttentionUnet => new AttentionUnet(AttentionUnetOf(model, patch), initialize),
        _ => throw new InputException($"MODEL.ARCHITECTURE: {model.Architecture} reconstructs hidden parts of its own input and predicts no fluorescence; use unetr."),
    };

    /// <summary>A masked autoencoder for pre-training.</summary>
    /// <exception cref="InputException">The numbers contradict each other.</exception>
    public static MaskedAutoencoder Autoencoder(ModelSettings model, PatchSize patch, bool initialize) => new(AutoencoderOf(model, patch), initialize);

    /// <summary>What <c>TRAIN.RECOMPUTE_ACTIVATIONS</c> means for a network.</summary>
    internal static RecomputedParts Recomputed(RecomputeActivations setting) => setting switch
    {
        RecomputeActivations.Transformer => RecomputedParts.Transformer,
        RecomputeActivations.Decoder => RecomputedParts.Decoder,
        RecomputeActivations.All => RecomputedParts.All,
        _ => RecomputedParts.None,
    };

    /// <summary>The memory that training the network of a configuration takes.</summary>
    /// <exception cref="InputException">The numbers contradict each other.</exception>
    internal static TrainingFootprint Footprint(ModelSettings model, PatchSize patch, long batch, TrainingCopies copies, ComputeMode mode) => model.Architecture switch
    {
        Architecture.Unetr => TrainingFootprint.Of(UnetrOf(model, patch), batch, copies, mode),
        Architecture.AttentionUnet => TrainingFootprint.Of(AttentionUnetOf(model, patch), batch, patch.Height, patch.Width, copies, mode),
        _ => TrainingFootprint.Of(AutoencoderOf(model, patch), batch, copies, mode),
    };

    /// <summary>The memory that predicting with the network of a configuration takes.</summary>
    /// <exception cref="InputException">The numbers contradict each other.</exception>
    internal static PredictionFootprint PredictionFootprint(ModelSettings model, PatchSize patch, long batch, ComputeMode mode) => model.Architecture switch
    {
        Architecture.Unetr => Models.Footprint.PredictionFootprint.Of(UnetrOf(model, patch), batch, mode),
        Architecture.AttentionUnet => Models.Footprint.PredictionFootprint.Of(AttentionUnetOf(model, patch), batch, patch.Height, patch.Width, mode),
        _ => Models.Footprint.PredictionFootprint.Of(AutoencoderOf(model, patch), batch, mode),
    };

    private static MaskedAutoencoderOptions AutoencoderOf(ModelSettings model, PatchSize patch) => new()
    {
        ImageSize = Square(patch),
        Channels = patch.Channels,
        TokenSize = model.TokenSize,
        EmbedDim = model.EmbedDim,
        Layers = model.Layers,
        Heads = model.Heads,
        MlpRatio = model.MlpRatio,
        LayerNormEpsilon = model.LayerNormEpsilon,
        DecoderEmbedDim = model.DecoderEmbedDim,
        DecoderLayers = model.DecoderLayers,
        DecoderHeads = model.DecoderHeads,
        DecoderMlpDim = model.DecoderMlpDim,
        Mask = model.MaskType == MaskType.Grid ? MaskKind.Grid : MaskKind.Random,
        MaskRatio = model.MaskRatio,
        NormalizePixelLoss = model.NormalizedPixelLoss,
        PositionEmbedding = PositionsOf(model.PositionEmbedding),
    };

    private static UnetrOptions UnetrOf(ModelSettings model, PatchSize patch) => new()
    {
        ImageSize = Square(patch),
        Channels = patch.Channels,
        OutputChannels = patch.Channels,
        TokenSize = model.TokenSize,
        EmbedDim = model.EmbedDim,
        Layers = model.Layers,
        Heads = model.Heads,
        MlpRatio = model.MlpRatio,
        LayerNormEpsilon = model.LayerNormEpsilon,
        HiddenMultiple = model.SkipInterval,
        Filters = model.DecoderFilters,
        KernelSize = model.DecoderKernelSize,
        DecoderActivation = ActivationOf(model.DecoderActivation),
        Normalization = NormalizationOf(model.Normalization),
        Dropout = model.DropoutValues.Count == 0 ? 0 : model.DropoutValues[0],
        PositionEmbedding = PositionsOf(model.PositionEmbedding),
    };

    private static AttentionUnetOptions AttentionUnetOf(ModelSettings model, PatchSize patch) => new()
    {
        Channels = patch.Channels,
        OutputChannels = patch.Channels,
        FeatureMaps = [.. model.FeatureMaps.Select(m => (long)m)],
        DropoutValues = model.DropoutValues,
        KernelSize = model.KernelSize,
        Activation = ActivationOf(model.Activation),
        Normalization = NormalizationOf(model.Normalization),
    };

    private static long Square(PatchSize patch) => patch.Height == patch.Width
        ? patch.Height
        : throw new InputException($"DATA.PATCH_SIZE is {patch.Height} x {patch.Width}, but a vision transformer takes squares here; use {Math.Max(patch.Height, patch.Width)} x {Math.Max(patch.Height, patch.Width)}.");

    private static PositionEmbeddingKind PositionsOf(PositionEmbedding setting) => setting switch
    {
        PositionEmbedding.Learnt => PositionEmbeddingKind.Learned,
        PositionEmbedding.Random => PositionEmbeddingKind.RandomFrozen,
        _ => PositionEmbeddingKind.SineCosine,
    };

    // Batch normalisation over all processes is plain batch normalisation in one process.
    private static NormalizationKind NormalizationOf(NormalizationLayer setting) => setting switch
    {
        NormalizationLayer.Instance => NormalizationKind.Instance,
        NormalizationLayer.Group => NormalizationKind.Group,
        NormalizationLayer.None => NormalizationKind.None,
        _ => NormalizationKind.Batch,
    };

    private static ActivationKind ActivationOf(Activation setting) => setting switch
    {
        Activation.Relu => ActivationKind.Relu,
        Activation.Elu => ActivationKind.Elu,
        Activation.LeakyRelu => ActivationKind.LeakyRelu,
        Activation.Gelu => ActivationKind.Gelu,
        Activation.Silu => ActivationKind.Silu,
        Activation.Tanh => ActivationKind.Tanh,
        Activation.Sigmoid => ActivationKind.Sigmoid,
        _ => ActivationKind.None,
    };
}
