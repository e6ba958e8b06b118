using Luciole.Torch;
using Luciole.Torch.Modules;
using Luciole.Torch.Profiling;

namespace Luciole.Models.Transformer;

/// <summary>Two linear layers with an exact GELU between.</summary>
public sealed class Mlp : Module
{
    private readonly Linear _fc1;
    private readonly Linear _fc2;

    /// <summary>From <paramref name="width"/> to <paramref name="hidden"/> features and back.</summary>
    public Mlp(long width, long hidden)
    {
        _fc1 = AddModule("fc1", new Linear(width, hidden));
        _fc2 = AddModule("fc2", new Linear(hidden, width));
    }

    /// <summary>From <c>[N, L, D]</c> to <c>[N, L, D]</c>, added to the residual.</summary>
    public Tensor Forward(Tensor input, Tensor residual)
    {
        using var section = LayerClock.Measure(LayerKind.Linear);
        return Functional.Perceptron(input, _fc1.Weight, _fc1.Bias!, _fc2.Weight, _fc2.Bias!, residual);
    }
}
