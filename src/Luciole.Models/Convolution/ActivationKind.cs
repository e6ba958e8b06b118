namespace Luciole.Models.Convolution;

/// <summary>Activations after a convolution.</summary>
public enum ActivationKind
{
    /// <summary>The identity.</summary>
    None,

    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x for positive x, else 0.2 x.</summary>
    LeakyRelu,

    /// <summary>x for positive x, else exp(x) - 1.</summary>
    Elu,

    /// <summary>x * Phi(x).</summary>
    Gelu,

    /// <summary>x * sigmoid(x).</summary>
    Silu,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>Softmax over the channels.</summary>
    Softmax,
}
