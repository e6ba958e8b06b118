namespace Luciole.Configuration;

/// <summary>Activation functions.</summary>
public enum Activation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>Exponential linear unit, alpha 1.</summary>
    Elu,

    /// <summary>max(x, 0.01 x).</summary>
    LeakyRelu,

    /// <summary>Gaussian error linear unit.</summary>
    Gelu,

    /// <summary>x times sigmoid(x).</summary>
    Silu,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>Logistic function.</summary>
    Sigmoid,

    /// <summary>None.</summary>
    Linear,
}
