using Luciole.Torch.Cuda;
using Luciole.Torch.Optimizers;

namespace Luciole.Torch.Tests.Cuda;

/// <summary>What the GPU's part does where there is no GPU.</summary>
public sealed class WithoutGpuTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public WithoutGpuTests() => Assert.SkipWhen(CudaDevices.Count > 0, "This machine has a GPU; these tests are about its absence.");

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_reason_is_given() => Assert.NotNull(CudaDevices.WhyNot(0));

    [Fact]
    public void Streams_and_graphs_refuse_in_words()
    {
        Assert.Throws<TorchException>(() => CudaStream.Current(Device.Cuda(0)));
        Assert.Throws<TorchException>(() => CudaStream.FromPool(Device.Cuda(0)));
        Assert.False(CudaGraph.IsSupported(Device.Cuda(0)));
        Assert.False(CudaGraph.IsSupported(Device.Cpu));
        Assert.ThrowsAny<Exception>(() => CudaGraph.Capture(Device.Cuda(0), () => { }));
    }

    [Fact]
    public void Graphs_without_CUDAs_headers_are_said_not_to_be_built()
    {
        Assert.SkipWhen(CudaDevices.HasExtras, "The native library was compiled with CUDA's headers.");
        Assert.Contains("not built", Assert.Throws<TorchException>(() => CudaGraph.Capture(Device.Cuda(0), () => { })).Message);
        Assert.Equal((0L, 0L), (CudaMemory.Allocated(0), CudaMemory.PeakReserved(0)));
        CudaMemory.EmptyCache();
        CudaMemory.ResetPeak(0);
    }

    [Fact]
    public void Pinned_memory_is_ordinary_memory()
    {
        var tensor = Tensor.From([1f, 2], 2);
        Assert.False(tensor.IsPinned);
        Assert.Equal([1f, 2], tensor.PinMemory().ToArray<float>());
        var empty = Tensor.EmptyPinned([3], ScalarType.Int16);
        Assert.Equal((3L, ScalarType.Int16, false), (empty.ElementCount, empty.ScalarType, empty.IsPinned));
        Assert.Equal([1f, 2], tensor.To(Device.Cpu, nonBlocking: true).ToArray<float>());
    }

    [Fact]
    public void Steps_cannot_be_recorded()
    {
        using var weights = new Weights();
        using var optimizer = new AdamW(ParameterGroup.Split(weights, 0.1), 0.02);
        Assert.False(optimizer.CanBeRecorded);
        Assert.Throws<NotSupportedException>(optimizer.PrepareForRecording);
        optimizer.Momentum = 0.5;
        Assert.Equal(0.5, optimizer.Momentum);
    }
}
