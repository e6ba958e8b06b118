using Luciole.Torch;
using Luciole.Torch.Precision;
using Luciole.Torch.Runtime;

namespace Luciole.Inference.Tests;

/// <summary>The GPU of a test, or the reason why it is skipped.</summary>
internal static class Gpu
{
    /// <summary>The first GPU, computing in single precision and giving the same bits each time.</summary>
    public static Device Require()
    {
        Assert.SkipWhen(TorchRuntime.CudaDeviceCount == 0, "No NVIDIA GPU that libtorch can use is here; this test compares one with the processor.");
        MathModes.Set(tensorFloat32: false, cudnnAutotuning: false, deterministic: true);
        return Device.Cuda(0);
    }
}
