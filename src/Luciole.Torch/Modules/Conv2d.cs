using Luciole.Kernels.Convolution;
using Luciole.Torch.Autograd;
using Luciole.Torch.Cpu;
using Luciole.Torch.Profiling;

namespace Luciole.Torch.Modules;

/// <summary>Two-dimensional convolution with bias. The weight starts unset: models initialise or load it.</summary>
public sealed class Conv2d : Module
{
    private readonly long _stride;
    private readonly long _padding;
    private readonly SpectraCache _spectra = new();

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
    public Tensor Forward(Tensor input) => Forward([input]);

    /// <summary>The same for several maps side by side, which together have the input's channels.</summary>
    public Tensor Forward(ReadOnlySpan<Tensor> maps)
    {
        using var section = LayerClock.Measure(LayerKind.Convolution);
        if (IsLargeKernel(maps))
            return IsFollowed(maps) ? LargeKernelConvolution.Run(maps, Weight, Bias) : Compute(maps, new Epilogue(0, Bias.DataPointer, Relu: false));
        if (maps.Length == 1)
            return Functional.Conv2d(maps[0], Weight, Bias, _stride, _padding);
        using var joined = Tensor.Cat(1, maps.ToArray());
        return Functional.Conv2d(joined, Weight, Bias, _stride, _padding);
    }

    /// <summary>max(0, normalised convolution), by one operator where the kernel is large and nothing has to go back.</summary>
    public Tensor ForwardNormalizedRelu(BatchNorm2d normalization, ReadOnlySpan<Tensor> maps)
    {
        if (normalization.IsTraining || !IsLargeKernel(maps) || IsFollowed(maps))
        {
            using var convolved = Forward(maps);
            return normalization.ForwardReluInPlace(convolved);
        }

        using var section = LayerClock.Measure(LayerKind.Convolution);
        var (scale, shift) = normalization.Folded(Bias);
        using (scale)
        using (shift)
            return Compute(maps, new Epilogue(scale.DataPointer, shift.DataPointer, Relu: true));
    }

    /// <inheritdoc/>
    protected override void ModeChanged()
    {
        if (IsTraining)
            _spectra.Drop();
    }

    /// <inheritdoc/>
    protected override void Trimmed() => _spectra.Drop();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _spectra.Dispose();
        base.Dispose(disposing);
    }

    private bool IsLargeKernel(ReadOnlySpan<Tensor> maps) => _stride == 1 && LargeKernelConvolution.Takes(maps, Weight, Bias, _padding);

    private bool IsFollowed(ReadOnlySpan<Tensor> maps) => LargeKernelConvolution.IsFollowed(maps, Weight, Bias);

    // Outside training the weights stay as they are, and their spectra are worth keeping.
    private Tensor Compute(ReadOnlySpan<Tensor> maps, Epilogue epilogue)
    {
        var spectra = IsTraining ? null : _spectra.Get(LargeKernelConvolution.ShapeOf(maps, Weight), Weight);
        return LargeKernelConvolution.Compute(maps, Weight, epilogue, spectra);
    }
}
