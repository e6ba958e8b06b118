using Luciole.Kernels.Optimizers;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Cpu;

/// <summary>A step of Adam or AdamW by our own kernel.</summary>
internal static unsafe class CpuAdaptiveMoments
{
    /// <summary>Whether the kernel takes these: 32-bit floats on the processor without gaps.</summary>
    public static bool Takes(params ReadOnlySpan<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            if (tensor.ScalarType != ScalarType.Float32 || !tensor.IsContiguous || tensor.Device.Kind != DeviceKind.Cpu)
                return false;
        }

        return true;
    }

    /// <summary>Moves a parameter and its moments, all of one shape.</summary>
    public static void Step(AdaptiveMomentRule rule, Tensor parameter, Tensor gradient, Tensor mean, Tensor square)
    {
        AdaptiveMoments.Step(
            rule, TensorPlanes.Floats(parameter), TensorPlanes.Floats(gradient), TensorPlanes.Floats(mean), TensorPlanes.Floats(square), parameter.ElementCount, CpuCompute.Team, CpuCompute.InstructionSet);
        MarkAsChanged(parameter);
    }

    // libtorch counts the changes of a tensor, so that a way back that needs the old values is refused; nothing of it is written here.
    private static void MarkAsChanged(Tensor parameter)
    {
        using var values = parameter.Detach();
        using var line = values.Reshape(-1);
        using var none = line.Slice(0, 0, 0);
        none.FillInPlace(0);
    }
}
