namespace Luciole.Configuration;

/// <summary>Normalisation layers of convolutional blocks.</summary>
public enum NormalizationLayer
{
    /// <summary>Batch normalisation.</summary>
    Batch,

    /// <summary>Batch normalisation over all processes.</summary>
    SynchronizedBatch,

    /// <summary>Instance normalisation.</summary>
    Instance,

    /// <summary>Group normalisation with 16 groups.</summary>
    Group,

    /// <summary>None.</summary>
    None,
}
