using Luciole.Torch.Cuda;

namespace Luciole.Torch.Tests.Cuda;

/// <summary>The GPU of tests that need one.</summary>
internal static class Gpu
{
    /// <summary>The first GPU; where there is none the test is skipped with the reason.</summary>
    public static Device Require()
    {
        var reason = CudaDevices.WhyNot(0);
        Assert.SkipWhen(reason is not null, $"needs an NVIDIA GPU: {reason}");
        return Device.Cuda(0);
    }

    /// <summary>The same where graphs can be recorded.</summary>
    public static Device RequireGraphs()
    {
        var device = Require();
        Assert.SkipUnless(CudaGraph.IsSupported(device), "The native library was compiled without CUDA's headers.");
        return device;
    }

    /// <summary>Compares two tensors of any device by the largest difference, relative to the largest value expected.</summary>
    public static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        var (e, a) = (expected.Detach().To(Device.Cpu).To(ScalarType.Float64), actual.Detach().To(Device.Cpu).To(ScalarType.Float64));
        Assert.Equal(e.Shape, a.Shape);
        Assert.InRange((e - a).Abs().Max().Item() / Math.Max(1e-30, e.Abs().Max().Item()), 0, tolerance);
    }
}
