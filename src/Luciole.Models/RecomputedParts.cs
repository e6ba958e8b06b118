namespace Luciole.Models;


/// <summary>Which blocks of a network keep only their input in training and are computed a second time on the way back.</summary>
[Flags]
public enum RecomputedParts
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The blocks of attention and perceptron.</summary>
    Transformer = 1,

    /// <summary>The blocks of convolutions.</summary>
    Decoder = 2,

    /// <summary>Both.</summary>
    All = Transformer | Decoder,
}
