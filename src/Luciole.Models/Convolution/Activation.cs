using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Profiling;

namespace Luciole.Models.Convolution;

/// <summary>Names and evaluation of activations.</summary>
public static class Activation
{
    private const double LeakySlope = 0.2;

    private static readonly (string Name, ActivationKind Kind)[] Names =
    [
        ("relu", ActivationKind.Relu), ("leaky_relu", ActivationKind.LeakyRelu), ("elu", ActivationKind.Elu), ("gelu", ActivationKind.Gelu),
        ("silu", ActivationKind.Silu), ("tanh", ActivationKind.Tanh), ("sigmoid", ActivationKind.Sigmoid), ("softmax", ActivationKind.Softmax),
        ("linear", ActivationKind.None), ("none", ActivationKind.None),
    ];

    /// <summary>Reads a configuration's name of an activation, in any case, for instance <c>relu</c> or <c>ELU</c>.</summary>
    /// <exception cref="InputException">No activation has this name.</exception>
    public static ActivationKind Parse(string name)
    {
        foreach (var (known, kind) in Names)
        {
            if (known.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
                return kind;
        }

        throw new InputException($"Activation '{name}' is not known; write one of {string.Join(", ", Names.Select(n => n.Name))}.");
    }

    /// <summary>Applies an activation and takes over its argument: the result is written over it where autograd allows that.</summary>
    internal static Tensor Consume(ActivationKind kind, Tensor owned)
    {
        using var section = LayerClock.Measure(LayerKind.NormalizationAndActivation);
        return kind switch
        {
            ActivationKind.None => owned,
            ActivationKind.Relu => owned.Then(Functional.ReluInPlace),
            ActivationKind.LeakyRelu => owned.Then(x => Functional.LeakyReluInPlace(x, LeakySlope)),
            ActivationKind.Elu => owned.Then(Functional.EluInPlace),
            ActivationKind.Gelu => owned.Then(Functional.Gelu),
            ActivationKind.Silu => owned.Then(Functional.Silu),
            ActivationKind.Tanh => owned.Then(Functional.Tanh),
            ActivationKind.Sigmoid => owned.Then(Functional.Sigmoid),
            ActivationKind.Softmax => owned.Then(x => Functional.Softmax(x, 1)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not an activation"),
        };
    }
}
