namespace Luciole.Checkpoints;

/// <summary>A storage whose bytes are made while the checkpoint is written; it cannot be read.</summary>
internal sealed class WriterStorage(long byteLength, Action<Stream> write) : CheckpointStorage(byteLength)
{
    internal override void Read(long offset, Span<byte> destination) =>
        throw new InvalidOperationException("This tensor's values are made while it is written to a checkpoint; they cannot be read.");

    internal override void WriteTo(Stream stream) => write(stream);
}
