namespace Luciole.Configuration;

/// <summary>How a position embedding starts when no weights are loaded.</summary>
public enum PositionEmbedding
{
    /// <summary>Fixed two-dimensional sines and cosines.</summary>
    SineCosine,

    /// <summary>Small random values that are trained.</summary>
    Learnt,

    /// <summary>Small random values that stay, as in the reference's masked autoencoder.</summary>
    Random,
}
