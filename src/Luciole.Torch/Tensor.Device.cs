using Luciole.Torch.Cuda;
using Luciole.Torch.Native;

namespace Luciole.Torch;

/// <content>Places: devices, pinned memory, streams, and the order of channels.</content>
public sealed partial class Tensor
{
    private const long ChannelsLastFormat = 2;

    /// <summary>Whether a tensor <c>[N, C, H, W]</c> lies with its channels innermost and without gaps.</summary>
    public bool IsChannelsLast => Info.IsChannelsLast != 0;

    /// <summary>Whether it lies in memory that the GPU reads by itself.</summary>
    public bool IsPinned => CudaDevices.Count > 0 && Aten.IsPinned.CallBoolean(this);

    /// <summary>On a device; itself when it lies there.</summary>
    public Tensor To(Device device) => To(device, nonBlocking: false);

    /// <summary>
    /// On a device; itself when it lies there. Without blocking, a copy between pinned memory and a GPU goes into the current stream and
    /// the call returns at once: the source must stay as it is until the stream has come by, and what arrives on the processor must not be
    /// read before.
    /// </summary>
    public Tensor To(Device device, bool nonBlocking) => Aten.ToDevice.Call(this, device, ScalarType, nonBlocking, false, default);

    /// <summary>A copy in memory that a GPU reads by itself; itself when it lies there, or where there is no GPU.</summary>
    public Tensor PinMemory() => CudaDevices.Count > 0 ? Aten.PinMemory.Call(this, default) : Alias();

    /// <summary>The same values <c>[N, C, H, W]</c> with the channels innermost in memory, as matrix units read them; itself when they are.</summary>
    /// <exception cref="TorchException">There are not four axes.</exception>
    public Tensor ToChannelsLast() => Aten.Contiguous.Call(this, ChannelsLastFormat);

    /// <summary>Copies another tensor's values into this one, converting type and device; without blocking as <see cref="To(Device, bool)"/>.</summary>
    public void CopyFrom(Tensor source, bool nonBlocking) => Aten.CopyInPlace.CallInPlace(this, source, nonBlocking);

    /// <summary>
    /// Says that a stream uses this tensor: freed before, its memory is not given to others until the stream has done what it was given by then.
    /// </summary>
    public void RecordStream(CudaStream stream)
    {
        LibLucioleTorch.Check(LibLucioleTorch.TensorRecordStream(Handle, stream.Device.Index, stream.Id));
        GC.KeepAlive(this);
    }
}
