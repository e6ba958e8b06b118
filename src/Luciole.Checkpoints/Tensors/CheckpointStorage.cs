using System.Buffers;

namespace Luciole.Checkpoints;

/// <summary>
/// The bytes behind one or several tensors. Tensors that share memory in PyTorch share one instance. The bytes stay where they are
/// (in the file, in memory, with a writer) until a tensor asks for them.
/// </summary>
public abstract class CheckpointStorage
{
    internal const int ChunkSize = 1 << 20;

    private protected CheckpointStorage(long byteLength) => ByteLength = byteLength;

    /// <summary>Size in bytes.</summary>
    public long ByteLength { get; }

    /// <summary>Whether the values lie most significant byte first.</summary>
    internal virtual bool IsBigEndian => false;

    /// <summary>A storage over bytes in memory (little endian), not copied.</summary>
    public static CheckpointStorage FromMemory(ReadOnlyMemory<byte> bytes) => new MemoryStorage(bytes, isBigEndian: false);

    /// <summary>A storage for writing whose little-endian bytes <paramref name="write"/> puts on the stream when their turn comes.</summary>
    public static CheckpointStorage FromWriter(long byteLength, Action<Stream> write) => new WriterStorage(byteLength, write);

    /// <summary>Reads bytes of the storage as they are stored.</summary>
    internal abstract void Read(long offset, Span<byte> destination);

    /// <summary>Called with all bytes read in order when a reader took the whole storage; null where there is nothing to check.</summary>
    internal virtual uint? ExpectedCrc => null;

    /// <summary>Says that the bytes are not those that were written.</summary>
    internal virtual Exception Damaged() => new InvalidOperationException("The storage's bytes changed.");

    /// <summary>Puts the whole storage on a stream, as it is stored.</summary>
    internal virtual void WriteTo(Stream stream) => ReadChunks(0, ByteLength, stream.Write);

    /// <summary>Reads a part into memory; a whole storage is checked against its checksum.</summary>
    internal void ReadChecked(long offset, Span<byte> destination)
    {
        Read(offset, destination);
        if (offset == 0 && destination.Length == ByteLength && ExpectedCrc is { } crc && Crc32.Of(destination) != crc)
            throw Damaged();
    }

    /// <summary>Reads a part piece by piece; a whole storage is checked against its checksum at the end.</summary>
    internal void ReadChunks(long offset, long length, ChunkAction action)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(ChunkSize, Math.Max(length, 1)));
        try
        {
            var isWhole = offset == 0 && length == ByteLength && ExpectedCrc is not null;
            var crc = Crc32.Start;
            for (long done = 0; done < length;)
            {
                var chunk = buffer.AsSpan(0, (int)Math.Min(Math.Min(ChunkSize, buffer.Length), length - done));
                Read(offset + done, chunk);
                if (isWhole)
                    crc = Crc32.Append(crc, chunk);
                done += chunk.Length;
                if (isWhole && done == length && Crc32.Finish(crc) != ExpectedCrc)
                    throw Damaged();
                action(chunk);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
