using Luciole.Torch.Cuda;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Tests.Cuda;

/// <summary>Devices, memory, streams and events. None of it runs without a GPU.</summary>
[Collection("GPU")]
public sealed class GpuDeviceTests : IDisposable
{
    private readonly Device _device = Gpu.Require();
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_GPU_is_described()
    {
        var gpu = CudaDevices.Describe(0);
        Assert.NotEmpty(gpu.Name);
        Assert.NotEmpty(gpu.Driver);
        Assert.NotEmpty(gpu.Runtime);
        Assert.InRange(gpu.ComputeCapability.Major, 3, 99);
        Assert.InRange(gpu.FreeMemory, 1, gpu.TotalMemory);
        Assert.NotNull(CudaDevices.WhyNot(CudaDevices.Count));
    }

    [Fact]
    public void Counts_follow_tensors()
    {
        Assert.SkipUnless(CudaDevices.HasExtras, "The native library was compiled without CUDA's headers.");
        const long Bytes = 64L << 20;
        Tensor.Zeros([1], device: _device).Dispose();
        CudaMemory.ResetPeak(0);
        var before = CudaMemory.Allocated(0);
        using (Tensor.Zeros([Bytes / 4], device: _device))
            Assert.Equal(before + Bytes, CudaMemory.Allocated(0));
        Assert.Equal(before, CudaMemory.Allocated(0));
        Assert.InRange(CudaMemory.PeakAllocated(0), before + Bytes, long.MaxValue);
        var reserved = CudaMemory.Reserved(0);
        Assert.InRange(reserved, Bytes, CudaMemory.PeakReserved(0));
        CudaMemory.EmptyCache();
        Assert.InRange(CudaMemory.Reserved(0), 0, reserved - Bytes);
        Assert.InRange(CudaMemory.Available(0), CudaMemory.Free(0), long.MaxValue);
    }

    [Fact]
    public void Memory_at_its_end_is_known_and_leaves_the_GPU_usable()
    {
        var failure = Assert.Throws<TorchException>(() => Tensor.Empty([1L << 44], device: _device));
        Assert.True(CudaMemory.IsOutOfMemory(failure));
        Assert.Equal(3, Tensor.Ones([3], device: _device).Sum().Item());
    }

    [Fact]
    public void A_pinned_batch_is_copied_on_a_stream_of_its_own()
    {
        var values = Weights.Values(1 << 20, 1);
        var host = Tensor.EmptyPinned([values.Length]);
        Assert.True(host.IsPinned);
        values.CopyTo(host.AsSpan<float>());
        var copies = CudaStream.FromPool(_device);
        Tensor batch;
        using var copied = new CudaEvent(_device);
        using (copies.Use())
        {
            Assert.Equal(copies.Id, CudaStream.Current(_device).Id);
            batch = host.To(_device, nonBlocking: true);
            copied.Record();
        }

        Assert.NotEqual(copies.Id, CudaStream.Current(_device).Id);
        CudaStream.Current(_device).WaitFor(copied);
        batch.RecordStream(CudaStream.Current(_device));
        var doubled = batch * 2;
        batch.Dispose();
        Assert.Equal(values.Select(v => v * 2), doubled.ToArray<float>());
        Assert.True(copied.IsDone);
        copies.Synchronize();
        Assert.True(copies.IsIdle);
        Assert.True(Tensor.From(values, values.Length).PinMemory().IsPinned);
    }

    [Fact]
    public void Marks_measure_time()
    {
        using var start = new CudaEvent(_device, timed: true);
        using var end = new CudaEvent(_device, timed: true);
        var matrix = Tensor.Rand([1024, 1024], _device);
        start.Record();
        for (var i = 0; i < 10; i++)
            matrix.MatMul(matrix).Dispose();
        end.Record();
        Assert.InRange(end.MillisecondsSince(start), 1e-4, 60_000);
        TorchRuntime.Synchronize(_device);
        Assert.True(end.IsDone);
    }
}
