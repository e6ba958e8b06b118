namespace Luciole.Configuration;

/// <summary>Optimisers.</summary>
public enum OptimizerType
{
    /// <summary>Stochastic gradient descent, momentum 0.9, Nesterov.</summary>
    Sgd,

    /// <summary>Adam.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,
}
