namespace Luciole.Torch.Profiling;

/// <summary>What a <see cref="LayerClock"/> tells apart.</summary>
public enum LayerKind
{
    /// <summary>Whatever is none of the others: residual sums, copies, losses, the program itself.</summary>
    Other,

    /// <summary>Convolutions, those that cut an image into tokens and those of one pixel included.</summary>
    Convolution,

    /// <summary>Transposed convolutions.</summary>
    TransposedConvolution,

    /// <summary>Products with a weight matrix.</summary>
    Linear,

    /// <summary>Attention without its linear layers.</summary>
    Attention,

    /// <summary>Normalisations and activations.</summary>
    NormalizationAndActivation,

    /// <summary>Tensors joined along an axis.</summary>
    Concatenation,
}
