using Luciole.Torch.Profiling;

namespace Luciole.Torch.Modules;

/// <summary>Normalises groups of channels of each image of <c>[N, C, H, W]</c>; epsilon 1e-5.</summary>
public sealed class GroupNorm : Module
{
    private const double Epsilon = 1e-5;
    private readonly long _groups;

    /// <summary><paramref name="groups"/> groups, which must divide <paramref name="channels"/>.</summary>
    public GroupNorm(long groups, long channels)
    {
        _groups = groups;
        Weight = AddParameter("weight", Tensor.Ones([channels]));
        Bias = AddParameter("bias", Tensor.Zeros([channels]));
    }

    /// <summary>Scale, <c>[C]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>Shift, <c>[C]</c>.</summary>
    public Tensor Bias { get; }

    /// <summary>Normalises <c>[N, C, H, W]</c>.</summary>
    public Tensor Forward(Tensor input)
    {
        using var section = LayerClock.Measure(LayerKind.NormalizationAndActivation);
        return Functional.GroupNorm(input, _groups, Weight, Bias, Epsilon);
    }
}
