using Luciole.Kernels.Convolution;
using Luciole.Kernels.Normalization;
using Luciole.Torch.Autograd;
using Luciole.Torch.Precision;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Cpu;

/// <summary>Convolutions of tensors that keep the size, through Fourier transforms. The input may be several maps, one after another.</summary>
internal static unsafe class LargeKernelConvolution
{
    private static readonly Lazy<ISpectralConvolution> s_kernels = new(() => ISpectralConvolution.Create(CpuCompute.InstructionSet, CpuCompute.Workspaces));

    /// <summary>The kernels.</summary>
    public static ISpectralConvolution Kernels => s_kernels.Value;

    /// <summary>Whether these tensors can go this way, and it is the chosen one for their shape.</summary>
    public static bool Takes(ReadOnlySpan<Tensor> inputs, Tensor weight, Tensor? bias, long padding)
    {
        if (Autocast.IsOn(DeviceKind.Cpu) || !TensorPlanes.IsPlain(weight) || weight.Dimensions != 4 || (bias is not null && !TensorPlanes.IsPlain(bias)))
            return false;
        var kernel = weight.Size(3);
        if (kernel != weight.Size(2) || kernel % 2 == 0 || kernel < 3 || padding != kernel / 2)
            return false;
        foreach (var input in inputs)
        {
            if (TensorPlanes.Of(input) is null || input.Size(2) != inputs[0].Size(2) || input.Size(3) != inputs[0].Size(3) || input.Size(0) != inputs[0].Size(0))
                return false;
        }

        var shape = ShapeOf(inputs, weight);
        return shape.Channels == weight.Size(1) && ISpectralConvolution.Takes(shape) && ConvolutionChoice.Of(shape, Recomputed.IsFirst || IsFollowed(inputs, weight, bias)) == ConvolutionMethod.Fourier;
    }

    /// <summary>Whether gradients of any of these are wanted.</summary>
    public static bool IsFollowed(ReadOnlySpan<Tensor> inputs, Tensor weight, Tensor? bias)
    {
        if (!NoGradScope.GradEnabled)
            return false;
        var isFollowed = weight.RequiresGrad || bias is { RequiresGrad: true };
        foreach (var input in inputs)
            isFollowed |= input.RequiresGrad;
        return isFollowed;
    }

    /// <summary>The convolution, differentiable.</summary>
    public static Tensor Run(ReadOnlySpan<Tensor> inputs, Tensor weight, Tensor? bias)
    {
        Tensor[] arguments = [.. inputs, weight, .. bias is null ? [] : new[] { bias }];
        if (IsFollowed(inputs, weight, bias))
            return GradientFunction.Apply(new LargeKernelFunction(inputs.Length, bias is not null), arguments)[0];
        return Compute(inputs, weight, new Epilogue(0, bias?.DataPointer ?? 0, Relu: false), spectra: null);
    }

    /// <summary>The computation alone, outside autograd.</summary>
    public static Tensor Compute(ReadOnlySpan<Tensor> inputs, Tensor weight, Epilogue epilogue, WeightSpectra? spectra)
    {
        var shape = ShapeOf(inputs, weight);
        var output = Tensor.Empty([shape.Batch, shape.Filters, shape.Height, shape.Width]);
        fixed (nint* input = Pointers(inputs), result = Pointers([output]))
            Kernels.Forward(shape, (float**)input, TensorPlanes.Floats(weight), spectra, (float**)result, epilogue, CpuCompute.Team);
        return output;
    }

    /// <summary>The shape of the convolution of maps side by side.</summary>
    public static ConvolutionShape ShapeOf(ReadOnlySpan<Tensor> inputs, Tensor weight)
    {
        var channels = 0L;
        foreach (var input in inputs)
            channels += input.Size(1);
        var first = inputs[0].Shape;
        return new ConvolutionShape((int)first[0], (int)channels, (int)weight.Size(0), (int)first[2], (int)first[3], (int)weight.Size(2));
    }

    /// <summary>Pointers to all channels, image after image, and in an image map after map.</summary>
    public static nint[] Pointers(ReadOnlySpan<Tensor> maps)
    {
        var planes = new Planes[maps.Length];
        var channels = 0;
        for (var i = 0; i < maps.Length; i++)
        {
            planes[i] = TensorPlanes.Require(maps[i]);
            channels += planes[i].Channels;
        }

        var pointers = new nint[planes[0].Images * channels];
        var next = 0;
        for (var image = 0; image < planes[0].Images; image++)
        {
            foreach (var map in planes)
            {
                for (var channel = 0; channel < map.Channels; channel++)
                    pointers[next++] = (nint)map.Plane(image, channel);
            }
        }

        return pointers;
    }
}
