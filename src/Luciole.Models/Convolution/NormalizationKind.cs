namespace Luciole.Models.Convolution;

/// <summary>Normalisations after a convolution.</summary>
public enum NormalizationKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>Over the batch, per channel, with running statistics.</summary>
    Batch,

    /// <summary>Over each image, per channel, without parameters.</summary>
    Instance,

    /// <summary>Over each image, per group of channels; 16 groups.</summary>
    Group,
}
