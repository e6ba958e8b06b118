using Luciole.Torch.Profiling;

namespace Luciole.Torch.Modules;

/// <summary>Two-dimensional convolution with bias. The weight starts unset: models initialise or load it.</summary>
public sealed class Conv2d : Module
{
    private readonly long _stride;
    private readonly long _padding;

    /// <summary>A square kernel of <paramref name="kernel"/> pixels; zero padding.</summary>
    public Conv2d(long inputs, long outputs, long kernel, long stride = 1, long padding = 0)
    {
        _stride = stride;
        _padding = padding;
        Weight = AddParameter("weight", Tensor.Empty([outputs, inputs, kernel, kernel]));
        Bias = AddParameter("bias", Tensor.Zeros([outputs]));
    }

    /// <summary><c>[out, in, k, k]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary><c>[out]</c>.</summary>
    public Tensor Bias { get; }

    /// <summary>From <c>[N, in, H, W]</c> to <c>[N, out, H', W']</c>.</summary>
    public Tensor Forward(Tensor input)
    {
        using var section = LayerClock.Measure(LayerKind.Convolution);
        return Functional.Conv2d(input, Weight, Bias, _stride, _padding);
    }
}
