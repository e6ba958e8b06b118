using Luciole.Torch.Profiling;

namespace Luciole.Torch.Modules;

/// <summary>x W^T + b. The weight starts unset: models initialise or load it.</summary>
public sealed class Linear : Module
{
    /// <summary>From <paramref name="inputs"/> to <paramref name="outputs"/> features.</summary>
    public Linear(long inputs, long outputs, bool bias = true)
    {
        Weight = AddParameter("weight", Tensor.Empty([outputs, inputs]));
        Bias = bias ? AddParameter("bias", Tensor.Zeros([outputs])) : null;
    }

    /// <summary><c>[out, in]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary><c>[out]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>From <c>[..., in]</c> to <c>[..., out]</c>.</summary>
    public Tensor Forward(Tensor input)
    {
        using var section = LayerClock.Measure(LayerKind.Linear);
        return Functional.Linear(input, Weight, Bias);
    }
}
