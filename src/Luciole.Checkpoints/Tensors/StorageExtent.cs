using System.Runtime.InteropServices;

namespace Luciole.Checkpoints;

/// <summary>The part of a storage that a strided view touches, in unmanaged memory while the view is copied.</summary>
internal sealed unsafe class StorageExtent : IDisposable
{
    private readonly CheckpointTensor _tensor;
    private byte* _bytes;

    public StorageExtent(CheckpointTensor tensor)
    {
        _tensor = tensor;
        long last = 0;
        for (var d = 0; d < tensor.Shape.Length; d++)
            last += (tensor.Shape[d] - 1) * tensor.Strides[d];
        var length = (last + 1) * tensor.DType.Size();
        var begin = tensor.StorageOffset * tensor.DType.Size();
        _bytes = (byte*)NativeMemory.Alloc((nuint)length);
        try
        {
            for (long done = 0; done < length;)
            {
                var part = new Span<byte>(_bytes + done, (int)Math.Min(length - done, 1 << 30));
                tensor.Storage.ReadChecked(begin + done, part);
                done += part.Length;
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Gather(long first, Span<byte> destination) =>
        StridedCopy.Gather(_bytes, _tensor.Shape, _tensor.Strides, _tensor.DType.Size(), first, destination);

    public void Dispose()
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
    }
}
