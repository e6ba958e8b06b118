namespace Luciole.Models.Transformer;

/// <summary>What tells the transformer where a token lies. Loaded weights replace it.</summary>
public enum PositionEmbeddingKind
{
    /// <summary>Fixed sines and cosines of the row and the column.</summary>
    SineCosine,

    /// <summary>Fixed zeros: no position information, as BiaPy's UNETR starts.</summary>
    Zero,

    /// <summary>Fixed random numbers, as BiaPy's masked autoencoder has.</summary>
    RandomFrozen,

    /// <summary>Trained with the rest, from small random numbers.</summary>
    Learned,
}
