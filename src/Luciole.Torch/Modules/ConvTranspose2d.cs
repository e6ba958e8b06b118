using Luciole.Torch.Profiling;

namespace Luciole.Torch.Modules;

/// <summary>Transposed convolution that doubles the size: kernel 2, stride 2. The weight starts unset: models initialise or load it.</summary>
public sealed class ConvTranspose2d : Module
{
    /// <summary>From <paramref name="inputs"/> to <paramref name="outputs"/> channels.</summary>
    public ConvTranspose2d(long inputs, long outputs, bool bias)
    {
        Weight = AddParameter("weight", Tensor.Empty([inputs, outputs, 2, 2]));
        Bias = bias ? AddParameter("bias", Tensor.Zeros([outputs])) : null;
    }

    /// <summary><c>[in, out, 2, 2]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary><c>[out]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>From <c>[N, in, H, W]</c> to <c>[N, out, 2H, 2W]</c>.</summary>
    public Tensor Forward(Tensor input)
    {
        using var section = LayerClock.Measure(LayerKind.TransposedConvolution);
        return Functional.ConvTranspose2d(input, Weight, Bias, stride: 2);
    }
}
