namespace Luciole.Configuration;

/// <summary>The keys of <c>MODEL</c>.</summary>
internal static class ModelKeys
{
    public static IEnumerable<ConfigurationKey> All { get; } =
    [
        .. new SectionKeys<ModelSettings>("MODEL", c => c.Model, (c, s) => c with { Model = s })
            .Add("ARCHITECTURE", Choices.Architecture, s => s.Architecture, (s, v) => s with { Architecture = v }, "The network; it must be given. mae for SELF_SUPERVISED, the others for IMAGE_TO_IMAGE.")
            .Add("VIT_TOKEN_SIZE", Values.Integer(1, 4096), s => s.TokenSize, (s, v) => s with { TokenSize = v }, "Side of the square that becomes one token; the patch must be a multiple of it, and UNETR needs a power of two.")
            .Add("VIT_EMBED_DIM", Values.Integer(1, 65_536), s => s.EmbedDim, (s, v) => s with { EmbedDim = v }, "Width of the transformer.")
            .Add("VIT_NUM_LAYERS", Values.Integer(1, 1000), s => s.Layers, (s, v) => s with { Layers = v }, "Depth of the transformer.")
            .Add("VIT_NUM_HEADS", Values.Integer(1, 4096), s => s.Heads, (s, v) => s with { Heads = v }, "Attention heads; they must divide VIT_EMBED_DIM.")
            .Add("VIT_MLP_RATIO", Values.Positive, s => s.MlpRatio, (s, v) => s with { MlpRatio = v }, "Width of the perceptrons relative to VIT_EMBED_DIM.")
            .Add("VIT_NORM_EPS", Values.Positive, s => s.LayerNormEpsilon, (s, v) => s with { LayerNormEpsilon = v }, "Epsilon of every LayerNorm.", dialects: "biapy: 1e-5 for unetr and 1e-6 for mae, whatever the file says, as BiaPy never reads it")
            .Add("VIT_POSITION_EMBEDDING", Choices.PositionEmbedding, s => s.PositionEmbedding, (s, v) => s with { PositionEmbedding = v }, "How the position embedding starts when no weights are loaded: sine_cosine and random are fixed, learnt is trained.", own: true)
            .Add("MAE_DEC_HIDDEN_SIZE", Values.Integer(1, 65_536), s => s.DecoderEmbedDim, (s, v) => s with { DecoderEmbedDim = v }, "Width of the MAE decoder.", dialects: "biapy: 512, whatever the file says")
            .Add("MAE_DEC_NUM_LAYERS", Values.Integer(1, 1000), s => s.DecoderLayers, (s, v) => s with { DecoderLayers = v }, "Depth of the MAE decoder.", dialects: "biapy: 8, whatever the file says")
            .Add("MAE_DEC_NUM_HEADS", Values.Integer(1, 4096), s => s.DecoderHeads, (s, v) => s with { DecoderHeads = v }, "Attention heads of the MAE decoder; they must divide MAE_DEC_HIDDEN_SIZE.", dialects: "biapy: 16, whatever the file says")
            .Add("MAE_DEC_MLP_DIMS", Values.Integer(1, 1 << 20), s => s.DecoderMlpDim, (s, v) => s with { DecoderMlpDim = v }, "Width of the perceptrons of the MAE decoder; MAE_DEC_HIDDEN_SIZE times VIT_MLP_RATIO when not given.", dialects: "biapy: 512 times VIT_MLP_RATIO, whatever the file says")
            .Add("MAE_MASK_TYPE", Choices.MaskType, s => s.MaskType, (s, v) => s with { MaskType = v }, "Which tokens are hidden: a checkerboard, or random ones.")
            .Add("MAE_MASK_RATIO", Values.Number(0, 1), s => s.MaskRatio, (s, v) => s with { MaskRatio = v }, "Fraction of hidden tokens for random masks.")
            .Add("MAE_NORM_PIX_LOSS", Values.Boolean, s => s.NormalizedPixelLoss, (s, v) => s with { NormalizedPixelLoss = v }, "Normalise each hidden token before it is compared.", own: true)
            .Add("UNETR_VIT_HIDD_MULT", Values.Integer(1, 1000), s => s.SkipInterval, (s, v) => s with { SkipInterval = v }, "Every so many transformer layers feed one level of the UNETR decoder.")
            .Add("UNETR_VIT_NUM_FILTERS", Values.Integer(1, 65_536), s => s.DecoderFilters, (s, v) => s with { DecoderFilters = v }, "Channels of the UNETR decoder at full resolution; they double at every level.")
            .Add("UNETR_DEC_ACTIVATION", Choices.Activation, s => s.DecoderActivation, (s, v) => s with { DecoderActivation = v }, "Activation of the UNETR decoder.")
            .Add("UNETR_DEC_KERNEL_SIZE", Values.Integer(1, 255), s => s.DecoderKernelSize, (s, v) => s with { DecoderKernelSize = v }, "Side of the convolutions of the UNETR decoder; odd.")
            .Add("FEATURE_MAPS", Values.IntegerList(1, 65_536), s => s.FeatureMaps, (s, v) => s with { FeatureMaps = v }, "Channels of each level of a U-Net.")
            .Add("DROPOUT_VALUES", Values.NumberList(0, 1), s => s.DropoutValues, (s, v) => s with { DropoutValues = v }, "Dropout: one value for unetr and mae, one per level for a U-Net.")
            .Add("NORMALIZATION", Choices.NormalizationLayer, s => s.Normalization, (s, v) => s with { Normalization = v }, "Normalisation after each convolution.")
            .Add("KERNEL_SIZE", Values.Integer(1, 255), s => s.KernelSize, (s, v) => s with { KernelSize = v }, "Side of the convolutions of a U-Net; odd.")
            .Add("UPSAMPLE_LAYER", Choices.UpsampleLayer, s => s.UpsampleLayer, (s, v) => s with { UpsampleLayer = v }, "How a U-Net goes up one level; upsampling is refused.")
            .Add("ACTIVATION", Choices.Activation, s => s.Activation, (s, v) => s with { Activation = v }, "Activation of a U-Net.")
            .Add("N_CLASSES", Values.Integer(1, 65_536), s => s.Classes, (s, v) => s with { Classes = v }, "Classes of a segmentation; kept because BiaPy compares it with a checkpoint.")
            .Add("LOAD_CHECKPOINT", Values.Boolean, s => s.LoadCheckpoint, (s, v) => s with { LoadCheckpoint = v }, "Start from the weights of PATHS.CHECKPOINT_FILE, or of this job when that is empty.")
            .Add("LOAD_CHECKPOINT_ONLY_WEIGHTS", Values.Boolean, s => s.LoadOnlyWeights, (s, v) => s with { LoadOnlyWeights = v }, "Load weights only; False continues the training of the checkpoint with its optimiser, schedule and random states.")
            .Add("LOAD_CHECKPOINT_EPOCH", Choices.CheckpointChoice, s => s.CheckpointChoice, (s, v) => s with { CheckpointChoice = v }, "Which checkpoint of this job.")
            .Add("LOAD_MODEL_FROM_CHECKPOINT", Values.Boolean, s => s.ModelFromCheckpoint, (s, v) => s with { ModelFromCheckpoint = v }, "Take the network's description from the checkpoint when it holds one for the same workflow.")
            .Add("SAVE_CKPT_FREQ", Values.PositiveOrUnset, s => s.SaveEvery, (s, v) => s with { SaveEvery = v }, "Write a checkpoint every so many epochs; -1: only the best and the last.")
            .Add("SAVE_EVERY_MINUTES", Values.UnsetNumber(0, 1e7), s => s.SaveMinutes, (s, v) => s with { SaveMinutes = v }, "Write the last checkpoint in the middle of an epoch too, at most so many minutes after the one before; -1: only after epochs.", own: true).Keys,
    ];
}
