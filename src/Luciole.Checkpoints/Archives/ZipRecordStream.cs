namespace Luciole.Checkpoints;

/// <summary>Takes one record's content on its way into an archive, counting it and computing its checksum.</summary>
internal sealed class ZipRecordStream(Stream inner) : Stream
{
    private uint _crc = Crc32.Start;
    private long _count;

    public uint Crc => Crc32.Finish(_crc);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _count;

    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException("A record is written forward only.");
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        _crc = Crc32.Append(_crc, buffer);
        _count += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A record is only written.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A record is written forward only.");

    public override void SetLength(long value) => throw new NotSupportedException("A record is written forward only.");
}
