namespace Luciole.Checkpoints;

/// <summary>A storage in memory.</summary>
internal sealed class MemoryStorage(ReadOnlyMemory<byte> bytes, bool isBigEndian) : CheckpointStorage(bytes.Length)
{
    internal override bool IsBigEndian => isBigEndian;

    internal override void Read(long offset, Span<byte> destination) => bytes.Span.Slice((int)offset, destination.Length).CopyTo(destination);
}
