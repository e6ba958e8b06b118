using System.Buffers.Binary;
using Luciole.Files;

namespace Luciole.Checkpoints;

/// <summary>
/// The bytes of a pickle, read forward with a small buffer. Every length is checked against the bytes that are left before anything is
/// allocated.
/// </summary>
internal sealed class PickleInput
{
    private const int BufferSize = 1 << 16;

    private readonly CheckpointFile _file;
    private readonly byte[] _buffer;
    private readonly long _end;
    private long _bufferPosition;
    private int _bufferLength;
    private int _at;

    /// <summary>Reads from a part of the file.</summary>
    public PickleInput(CheckpointFile file, long position, long end)
    {
        _file = file;
        _bufferPosition = position;
        _end = end;
        _buffer = new byte[(int)Math.Min(BufferSize, Math.Max(end - position, 1))];
    }

    /// <summary>Where the next byte stands in the file.</summary>
    public long Position => _bufferPosition + _at;

    public long Remaining => _end - Position;

    public byte ReadByte()
    {
        if (_at == _bufferLength)
            Fill();
        return _buffer[_at++];
    }

    public void ReadExactly(Span<byte> destination)
    {
        if (destination.Length > Remaining)
            throw CutOff();
        while (!destination.IsEmpty)
        {
            if (_at == _bufferLength)
                Fill();
            var count = Math.Min(destination.Length, _bufferLength - _at);
            _buffer.AsSpan(_at, count).CopyTo(destination);
            _at += count;
            destination = destination[count..];
        }
    }

    public byte[] ReadBytes(ulong length)
    {
        if (length > (ulong)Remaining)
            throw CutOff();
        if (length > (ulong)Array.MaxLength)
            throw _file.Error($"its pickle holds one value of {length} bytes, too large to read; save arrays as tensors");
        var bytes = new byte[length];
        ReadExactly(bytes);
        return bytes;
    }

    public ushort ReadUInt16()
    {
        Span<byte> bytes = stackalloc byte[2];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public uint ReadUInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ulong ReadUInt64()
    {
        Span<byte> bytes = stackalloc byte[8];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    public double ReadBigEndianDouble()
    {
        Span<byte> bytes = stackalloc byte[8];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadDoubleBigEndian(bytes);
    }

    /// <summary>The bytes up to the next line feed, without it.</summary>
    public byte[] ReadLine()
    {
        using var line = new MemoryStream();
        for (var next = ReadByte(); next != (byte)'\n'; next = ReadByte())
            line.WriteByte(next);
        return line.ToArray();
    }

    private void Fill()
    {
        _bufferPosition += _bufferLength;
        _at = 0;
        _bufferLength = 0;
        var count = (int)Math.Min(_buffer.Length, _end - _bufferPosition);
        if (count <= 0)
            throw CutOff();
        _file.Read(_bufferPosition, _buffer.AsSpan(0, count));
        _bufferLength = count;
    }

    private InputException CutOff() => _file.Error("its pickle ends in the middle of a value, so the file is cut off or damaged; copy or download it again");
}
