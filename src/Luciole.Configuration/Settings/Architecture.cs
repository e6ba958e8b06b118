namespace Luciole.Configuration;

/// <summary>The networks.</summary>
public enum Architecture
{
    /// <summary>Transformer encoder, convolutional decoder.</summary>
    Unetr,

    /// <summary>Masked autoencoder with transformer encoder and decoder.</summary>
    MaskedAutoencoder,

    /// <summary>U-Net with attention gates.</summary>
    AttentionUnet,
}
