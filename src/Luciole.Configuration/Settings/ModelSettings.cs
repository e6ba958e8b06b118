namespace Luciole.Configuration;

/// <summary>The network.</summary>
public sealed record ModelSettings
{
    /// <summary><c>MODEL.ARCHITECTURE</c></summary>
    public Architecture Architecture { get; init; } = Architecture.Unetr;

    /// <summary><c>MODEL.VIT_TOKEN_SIZE</c></summary>
    public int TokenSize { get; init; } = 16;

    /// <summary><c>MODEL.VIT_EMBED_DIM</c></summary>
    public int EmbedDim { get; init; } = 768;

    /// <summary><c>MODEL.VIT_NUM_LAYERS</c></summary>
    public int Layers { get; init; } = 12;

    /// <summary><c>MODEL.VIT_NUM_HEADS</c></summary>
    public int Heads { get; init; } = 12;

    /// <summary><c>MODEL.VIT_MLP_RATIO</c></summary>
    public double MlpRatio { get; init; } = 4;

    /// <summary><c>MODEL.VIT_NORM_EPS</c></summary>
    public double LayerNormEpsilon { get; init; } = 1e-6;

    /// <summary><c>MODEL.VIT_POSITION_EMBEDDING</c></summary>
    public PositionEmbedding PositionEmbedding { get; init; } = PositionEmbedding.SineCosine;

    /// <summary><c>MODEL.MAE_DEC_HIDDEN_SIZE</c></summary>
    public int DecoderEmbedDim { get; init; } = 512;

    /// <summary><c>MODEL.MAE_DEC_NUM_LAYERS</c></summary>
    public int DecoderLayers { get; init; } = 8;

    /// <summary><c>MODEL.MAE_DEC_NUM_HEADS</c></summary>
    public int DecoderHeads { get; init; } = 16;

    /// <summary><c>MODEL.MAE_DEC_MLP_DIMS</c></summary>
    public int DecoderMlpDim { get; init; } = 2048;

    /// <summary><c>MODEL.MAE_MASK_TYPE</c></summary>
    public MaskType MaskType { get; init; } = MaskType.Grid;

    /// <summary><c>MODEL.MAE_MASK_RATIO</c></summary>
    public double MaskRatio { get; init; } = 0.5;

    /// <summary><c>MODEL.MAE_NORM_PIX_LOSS</c></summary>
    public bool NormalizedPixelLoss { get; init; }

    /// <summary><c>MODEL.UNETR_VIT_HIDD_MULT</c></summary>
    public int SkipInterval { get; init; } = 3;

    /// <summary><c>MODEL.UNETR_VIT_NUM_FILTERS</c></summary>
    public int DecoderFilters { get; init; } = 16;

    /// <summary><c>MODEL.UNETR_DEC_ACTIVATION</c></summary>
    public Activation DecoderActivation { get; init; } = Activation.Relu;

    /// <summary><c>MODEL.UNETR_DEC_KERNEL_SIZE</c></summary>
    public int DecoderKernelSize { get; init; } = 3;

    /// <summary><c>MODEL.FEATURE_MAPS</c></summary>
    public IReadOnlyList<int> FeatureMaps { get; init; } = [16, 32, 64, 128, 256];

    /// <summary><c>MODEL.DROPOUT_VALUES</c></summary>
    public IReadOnlyList<double> DropoutValues { get; init; } = [0, 0, 0, 0, 0];

    /// <summary><c>MODEL.NORMALIZATION</c></summary>
    public NormalizationLayer Normalization { get; init; } = NormalizationLayer.Batch;

    /// <summary><c>MODEL.KERNEL_SIZE</c></summary>
    public int KernelSize { get; init; } = 3;

    /// <summary><c>MODEL.UPSAMPLE_LAYER</c></summary>
    public UpsampleLayer UpsampleLayer { get; init; } = UpsampleLayer.TransposedConvolution;

    /// <summary><c>MODEL.ACTIVATION</c></summary>
    public Activation Activation { get; init; } = Activation.Elu;

    /// <summary><c>MODEL.N_CLASSES</c></summary>
    public int Classes { get; init; } = 2;

    /// <summary><c>MODEL.LOAD_CHECKPOINT</c></summary>
    public bool LoadCheckpoint { get; init; }

    /// <summary><c>MODEL.LOAD_CHECKPOINT_ONLY_WEIGHTS</c></summary>
    public bool LoadOnlyWeights { get; init; } = true;

    /// <summary><c>MODEL.LOAD_CHECKPOINT_EPOCH</c></summary>
    public CheckpointChoice CheckpointChoice { get; init; } = CheckpointChoice.BestOnValidation;

    /// <summary><c>MODEL.LOAD_MODEL_FROM_CHECKPOINT</c></summary>
    public bool ModelFromCheckpoint { get; init; } = true;

    /// <summary><c>MODEL.SAVE_CKPT_FREQ</c></summary>
    public int SaveEvery { get; init; } = -1;

    /// <summary><c>MODEL.SAVE_EVERY_MINUTES</c></summary>
    public double? SaveMinutes { get; init; } = 15;
}
