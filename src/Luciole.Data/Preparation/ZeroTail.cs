namespace Luciole.Data.Preparation;

/// <summary>A stream that is read through another, which counts the zero bytes at its end: a whole tar archive ends with 1,024 of them.</summary>
internal sealed class ZeroTail(Stream stream) : Stream
{
    /// <summary>Zero bytes since the last other one.</summary>
    public long Zeros { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = stream.Read(buffer);
        var last = buffer[..count].LastIndexOfAnyExcept((byte)0);
        Zeros = last < 0 ? Zeros + count : count - 1 - last;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
