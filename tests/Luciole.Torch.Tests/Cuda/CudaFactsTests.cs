using Luciole.Torch.Cuda;

namespace Luciole.Torch.Tests.Cuda;

/// <summary>Why a GPU cannot be used, from what a machine may show.</summary>
public sealed class CudaFactsTests
{
    private static readonly NvidiaDriverFacts s_driver = new(0, "", 13000, ["NVIDIA H100 80GB HBM3"]);
    private static readonly CudaFacts s_working = new("2.11.0", IsBuilt: true, "13.0", Count: 1, s_driver, VisibleDevices: null);

    [Fact]
    public void A_GPU_that_libtorch_sees_can_be_used() => Assert.Null(s_working.WhyNot(0));

    [Theory]
    [InlineData(1, "there is one GPU, number 0")]
    [InlineData(4, "there are 4 GPUs, numbered 0 to 3")]
    public void A_number_too_large_names_those_there_are(int count, string expected) =>
        Assert.Equal(expected, (s_working with { Count = count }).WhyNot(7));

    [Fact]
    public void A_libtorch_without_CUDA_is_named_first()
    {
        var facts = s_working with { Libtorch = "1.13.0", IsBuilt = false, Runtime = "", Count = 0 };
        Assert.StartsWith("this libtorch (1.13.0) was built without CUDA, though the machine has an NVIDIA H100 80GB HBM3; set LUCIOLE_LIBTORCH", facts.WhyNot(0));
        Assert.StartsWith("this libtorch (1.13.0) was built without CUDA; set LUCIOLE_LIBTORCH", (facts with { Driver = null }).WhyNot(0));
    }

    [Fact]
    public void A_missing_driver_is_told() =>
        Assert.Equal("the machine has no NVIDIA driver (libcuda.so.1 cannot be loaded)", (s_working with { Count = 0, Driver = null }).WhyNot(0));

    [Theory]
    [InlineData(null, "NVIDIA's driver shows this process no GPU")]
    [InlineData("", "NVIDIA's driver shows this process no GPU (CUDA_VISIBLE_DEVICES is '')")]
    public void A_driver_without_a_GPU_is_told_with_what_may_hide_it(string? visible, string expected)
    {
        var none = s_working with { Count = 0, VisibleDevices = visible };
        Assert.Equal(expected, (none with { Driver = new NvidiaDriverFacts(100, "CUDA_ERROR_NO_DEVICE", 13000, []) }).WhyNot(0));
        Assert.Equal(expected, (none with { Driver = s_driver with { Names = [] } }).WhyNot(0));
    }

    [Fact]
    public void A_driver_that_does_not_start_gives_its_error() =>
        Assert.Equal(
            "NVIDIA's driver does not start (CUDA_ERROR_SYSTEM_DRIVER_MISMATCH)",
            (s_working with { Count = 0, Driver = new NvidiaDriverFacts(803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", 12040, []) }).WhyNot(0));

    [Fact]
    public void A_driver_too_old_for_libtorch_is_told_with_both_versions()
    {
        var facts = s_working with { Count = 0, Driver = s_driver with { CudaVersion = 12040 } };
        Assert.StartsWith("NVIDIA's driver runs CUDA up to 12.4, and this libtorch was built with 13.0;", facts.WhyNot(0));
        Assert.StartsWith("this libtorch (2.11.0, CUDA 12.8) cannot use what NVIDIA's driver shows: NVIDIA H100", (facts with { Runtime = "12.8" }).WhyNot(0));
    }

    [Theory]
    [InlineData("NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.183.01  Sun May 12 19:39:15 UTC 2024\nGCC version:  gcc version 12.2.0\n", "535.183.01")]
    [InlineData("NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.10  Release Build  (root@host)  Tue Jan\n", "570.86.10")]
    [InlineData("NVRM version: NVIDIA UNIX x86_64 Kernel Module  418.87  Wed\n", "418.87")]
    [InlineData("nothing of the kind 1.2.3", null)]
    public void The_kernels_module_tells_the_drivers_version(string text, string? expected) => Assert.Equal(expected, NvidiaDriverVersion.Parse(text));

    [Theory]
    [InlineData("  - CUDA Runtime 12.1\n  - NVCC architecture flags: -gencode;arch=compute_90\n  - CuDNN 8.9.2\n  - Build settings: CUDA_VERSION=12.1, CUDNN_VERSION=8.9.2, ", "12.1", "8.9.2")]
    [InlineData("  - Build settings: BLAS_INFO=mkl, CUDA_VERSION=13.0, CUDNN_VERSION=9.13.0, USE_CUDA=ON", "13.0", "9.13.0")]
    [InlineData("  - CUDA Runtime 11.8\n  - CuDNN 8.7\n", "11.8", "8.7")]
    [InlineData("  - Build settings: BLAS_INFO=generic, USE_CUDA=OFF, USE_CUDNN=OFF", "", "")]
    public void libtorch_tells_its_CUDA(string description, string cuda, string cudnn) => Assert.Equal(new CudaBuild(cuda, cudnn), CudaBuild.Parse(description));

    [Fact]
    public void A_description_of_a_GPU_is_one_line() =>
        Assert.Equal(
            "NVIDIA H100 80GB HBM3 (cuda:1), 78.5 of 79.1 GiB free, compute capability 9.0",
            new CudaDeviceInfo(1, "NVIDIA H100 80GB HBM3", "580.1 (CUDA 13.0)", "13.0", (9, 0), 84_933_607_424, 84_289_000_000).ToString());
}
