namespace Luciole.Configuration;

/// <summary>How a U-Net goes up one level.</summary>
public enum UpsampleLayer
{
    /// <summary>Transposed convolution, stride 2.</summary>
    TransposedConvolution,

    /// <summary>Bilinear interpolation and a convolution.</summary>
    Interpolation,
}
