using Luciole.Torch.Profiling;

namespace Luciole.Torch.Modules;

/// <summary>Layer normalisation over the last axis.</summary>
public sealed class LayerNorm : Module
{
    private readonly double _epsilon;

    /// <summary>For <paramref name="features"/> features; <paramref name="epsilon"/> is added to the variance.</summary>
    public LayerNorm(long features, double epsilon)
    {
        _epsilon = epsilon;
        Weight = AddParameter("weight", Tensor.Ones([features]));
        Bias = AddParameter("bias", Tensor.Zeros([features]));
    }

    /// <summary>Scale, <c>[features]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>Shift, <c>[features]</c>.</summary>
    public Tensor Bias { get; }

    /// <summary>Normalises <c>[..., features]</c>.</summary>
    public Tensor Forward(Tensor input)
    {
        using var section = LayerClock.Measure(LayerKind.NormalizationAndActivation);
        return Functional.LayerNorm(input, Weight, Bias, _epsilon);
    }
}
