using Luciole.Torch.Native;

namespace Luciole.Torch.Cuda;

/// <summary>
/// A queue of work on a GPU: what is in one runs in order, what is in two may run at the same time. The streams are libtorch's and live as
/// long as the process. A tensor that was made in one stream and is used in another must outlive the use or be marked with
/// <see cref="Tensor.RecordStream"/>.
/// </summary>
public sealed class CudaStream
{
    private CudaStream(Device device, long id) => (Device, Id) = (device, id);

    /// <summary>The GPU.</summary>
    public Device Device { get; }

    internal long Id { get; }

    /// <summary>A stream of libtorch's pool, which hands 32 out in turn.</summary>
    /// <exception cref="TorchException">This libtorch has no CUDA, or the machine has no such GPU.</exception>
    public static CudaStream FromPool(Device device, bool highPriority = false)
    {
        LibLucioleTorch.Check(LibLucioleTorch.StreamFromPool(device.Index, highPriority ? 1 : 0, out var id));
        return new CudaStream(device, id);
    }

    /// <summary>The one that this thread's operators go into.</summary>
    /// <exception cref="TorchException">This libtorch has no CUDA, or the machine has no such GPU.</exception>
    public static CudaStream Current(Device device)
    {
        LibLucioleTorch.Check(LibLucioleTorch.StreamCurrent(device.Index, out var id));
        return new CudaStream(device, id);
    }

    /// <summary>Whether all work given to it is done.</summary>
    public bool IsIdle
    {
        get
        {
            LibLucioleTorch.Check(LibLucioleTorch.StreamIsIdle(Device.Index, Id, out var idle));
            return idle != 0;
        }
    }

    /// <summary>This thread's operators go into this stream until the result is disposed.</summary>
    public IDisposable Use() => new Scope(this);

    /// <summary>Later work of this stream waits for an event; the caller does not.</summary>
    public void WaitFor(CudaEvent cudaEvent) => cudaEvent.Block(this);

    /// <summary>Later work of this stream waits for what another one was given until now; the caller does not.</summary>
    public void WaitFor(CudaStream other)
    {
        using var mark = new CudaEvent(other.Device);
        mark.Record(other);
        WaitFor(mark);
    }

    /// <summary>Waits until all work given to it is done.</summary>
    public void Synchronize() => LibLucioleTorch.Check(LibLucioleTorch.StreamSynchronize(Device.Index, Id));

    private sealed class Scope : IDisposable
    {
        private readonly Device _device;
        private readonly long _before;

        public Scope(CudaStream stream)
        {
            _device = stream.Device;
            LibLucioleTorch.Check(LibLucioleTorch.StreamExchange(_device.Index, stream.Id, out _before));
        }

        public void Dispose() => LibLucioleTorch.Check(LibLucioleTorch.StreamExchange(_device.Index, _before, out _));
    }
}
