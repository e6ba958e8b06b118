using Luciole.Torch.Native;

namespace Luciole.Torch.Cuda;

/// <summary>A mark in a stream: it comes when all work before it is done. It may be set again and again.</summary>
/// <param name="device">The GPU.</param>
/// <param name="timed">Whether it keeps the time, for <see cref="MillisecondsSince"/>; marks that do not are cheaper.</param>
public sealed class CudaEvent(Device device, bool timed = false) : IDisposable
{
    private nint _event;

    /// <summary>Whether it has come; also before it was ever set.</summary>
    public bool IsDone
    {
        get
        {
            if (_event == 0)
                return true;
            LibLucioleTorch.Check(LibLucioleTorch.EventQuery(_event, out var done));
            return done != 0;
        }
    }

    /// <summary>Sets it behind all that the stream was given until now; without a stream, this thread's current one.</summary>
    public void Record(CudaStream? stream = null) =>
        LibLucioleTorch.Check(LibLucioleTorch.EventRecord(ref _event, device.Index, (stream ?? CudaStream.Current(device)).Id, timed ? 1 : 0));

    /// <summary>Waits until it has come.</summary>
    public void Synchronize()
    {
        if (_event != 0)
            CudaDevices.Started().Synchronize(_event);
    }

    /// <summary>Milliseconds of the GPU's time from another mark to this one; waits for both. Both must be timed.</summary>
    public double MillisecondsSince(CudaEvent start)
    {
        start.Synchronize();
        Synchronize();
        return CudaDevices.Started().Milliseconds(start._event, _event);
    }

    /// <summary>Frees the mark.</summary>
    public void Dispose()
    {
        if (_event != 0)
            _ = LibLucioleTorch.EventFree(_event, device.Index);
        _event = 0;
    }

    internal void Block(CudaStream stream)
    {
        if (_event != 0)
            LibLucioleTorch.Check(LibLucioleTorch.EventBlock(_event, stream.Device.Index, stream.Id));
    }
}
