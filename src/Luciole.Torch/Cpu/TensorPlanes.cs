using Luciole.Kernels.Normalization;

namespace Luciole.Torch.Cpu;

/// <summary>Tensors <c>[N, C, H, W]</c> as kernels see them.</summary>
internal static unsafe class TensorPlanes
{
    /// <summary>The planes, when the tensor is single precision on the processor and every plane lies without gaps. Valid while it lives.</summary>
    public static Planes? Of(Tensor tensor)
    {
        if (tensor.Dimensions != 4 || tensor.ScalarType != ScalarType.Float32 || tensor.Device.Kind != DeviceKind.Cpu)
            return null;
        var (shape, strides) = (tensor.Shape, tensor.Strides);
        var isDense = (strides[3] == 1 || shape[3] == 1) && (strides[2] == shape[3] || shape[2] == 1);
        return isDense && tensor.ElementCount > 0
            ? new Planes((float*)tensor.DataPointer, strides[0], strides[1], (int)shape[0], (int)shape[1], shape[2] * shape[3])
            : null;
    }

    /// <summary>The planes of a tensor that is known to have them.</summary>
    public static Planes Require(Tensor tensor) => Of(tensor) ?? throw new ArgumentException($"{tensor} has no planes for the processor's kernels.", nameof(tensor));

    /// <summary>The elements of a contiguous single-precision tensor on the processor.</summary>
    public static float* Floats(Tensor tensor) => (float*)tensor.DataPointer;

    /// <summary>Whether a tensor is that.</summary>
    public static bool IsPlain(Tensor tensor) => tensor.ScalarType == ScalarType.Float32 && tensor.Device.Kind == DeviceKind.Cpu && tensor.IsContiguous;
}
