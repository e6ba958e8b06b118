using Luciole.Torch.Profiling;

namespace Luciole.Torch.Modules;

/// <summary>Normalises each channel of each image of <c>[N, C, H, W]</c> by itself; no parameters.</summary>
public sealed class InstanceNorm2d(double epsilon = 1e-5) : Module
{
    /// <summary>Normalises <c>[N, C, H, W]</c>; in training H * W must exceed 1.</summary>
    public Tensor Forward(Tensor input)
    {
        using var section = LayerClock.Measure(LayerKind.NormalizationAndActivation);
        return Functional.InstanceNorm(input, null, null, epsilon);
    }
}
