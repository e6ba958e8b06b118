using Luciole.Torch.Cuda;

namespace Luciole.Torch.Tests;

/// <summary>The words in which libtorch and CUDA's libraries say that memory is at an end.</summary>
public sealed class OutOfMemoryTests
{
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 7.79 GiB total capacity; 6.10 GiB already allocated; 12.38 MiB free; 6.20 GiB reserved in total by PyTorch) If reserved memory is >> allocated memory try setting max_split_size_mb to avoid fragmentation.")]
    [InlineData("CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of 79.10 GiB of which 1.31 GiB is free. Including non-PyTorch memory, this process has 77.77 GiB memory in use. Of the allocated memory 74.19 GiB is allocated by PyTorch, and 2.95 GiB is reserved by PyTorch but unallocated.")]
    [InlineData("CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported at some other API call, so the stacktrace below might be incorrect.")]
    [InlineData("CUDA driver error: out of memory")]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`")]
    [InlineData("cuDNN error: CUDNN_STATUS_ALLOC_FAILED")]
    [InlineData("cuFFT error: CUFFT_ALLOC_FAILED")]
    [InlineData("[enforce fail at alloc_cpu.cpp:66] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 281474976710656 bytes. Error code 12 (Cannot allocate memory)")]
    [InlineData("[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: not enough memory: you tried to allocate 281474976710656 bytes.")]
    public void Are_known(string text)
    {
        var failure = TorchException.FromNativeText(text);
        Assert.True(failure.IsOutOfMemory);
        Assert.True(CudaMemory.IsOutOfMemory(failure));
    }

    [Theory]
    [InlineData("mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)")]
    [InlineData("CUDA error: an illegal memory access was encountered")]
    [InlineData("cuDNN error: CUDNN_STATUS_NOT_SUPPORTED. This error may appear if you passed in a non-contiguous input.")]
    [InlineData("CUDA error: operation not permitted when stream is capturing")]
    public void Other_failures_are_not_taken_for_it(string text) => Assert.False(CudaMemory.IsOutOfMemory(TorchException.FromNativeText(text)));
}
