namespace Luciole.Configuration;

/// <summary>Which blocks are computed again on the way back instead of being kept.</summary>
public enum RecomputeActivations
{
    /// <summary>None.</summary>
    None,

    /// <summary>The transformer's blocks.</summary>
    Transformer,

    /// <summary>The blocks of convolutions.</summary>
    Decoder,

    /// <summary>Both.</summary>
    All,
}
