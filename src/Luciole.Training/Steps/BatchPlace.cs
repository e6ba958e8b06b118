using Luciole.Torch;
using Luciole.Torch.Cuda;

namespace Luciole.Training;

/// <summary>Room for batches of one shape, one after the other: in page-locked memory, and on a GPU.</summary>
internal sealed class BatchPlace : IDisposable
{
    private readonly List<(Tensor Host, Tensor There)> _images = [];
    private readonly Device _device;
    private readonly CudaEvent _copied;
    private readonly CudaEvent _used;

    /// <summary>Makes room for batches shaped like one.</summary>
    public BatchPlace(Batch batch, Device device)
    {
        _device = device;
        (_copied, _used) = (new CudaEvent(device), new CudaEvent(device));
        Add(batch.RawShape);
        if (batch.TargetShape is { } target)
            Add(target);
    }

    /// <summary>Copies a batch in a stream of its own; the current stream waits for it, the processor only for the copy before in the same place.</summary>
    public (Tensor Raw, Tensor? Target) Bring(Batch batch, CudaStream stream)
    {
        _copied.Synchronize();
        batch.Raw.CopyTo(_images[0].Host.AsSpan<float>());
        batch.Target?.CopyTo(_images[1].Host.AsSpan<float>());
        stream.WaitFor(_used);
        using (stream.Use())
        {
            foreach (var (host, there) in _images)
                there.CopyFrom(host, nonBlocking: true);
        }

        _copied.Record(stream);
        CudaStream.Current(_device).WaitFor(_copied);
        return (_images[0].There, _images.Count > 1 ? _images[1].There : null);
    }

    /// <summary>Sets the mark after which the next batch may be copied over this one.</summary>
    public void MarkUsed() => _used.Record();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (host, there) in _images)
        {
            host.Dispose();
            there.Dispose();
        }

        _copied.Dispose();
        _used.Dispose();
    }

    // Only elements are overwritten later, never the tensor: what autograd keeps of a batch is used up before.
    private void Add(long[] shape) => _images.Add((TensorScope.Release(Tensor.EmptyPinned(shape)), TensorScope.Release(Tensor.Zeros(shape, ScalarType.Float32, _device))));
}
