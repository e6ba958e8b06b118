namespace Luciole.Checkpoints;

/// <summary>A storage within a checkpoint file.</summary>
internal sealed class FileStorage(CheckpointFile file, string key, ElementType elementType, long byteLength) : CheckpointStorage(byteLength)
{
    public string Key { get; } = key;

    public ElementType ElementType { get; } = elementType;

    /// <summary>Where the bytes begin in the file; null until that is known.</summary>
    public long? Position { get; set; }

    public uint? Crc { get; set; }

    public bool MostSignificantFirst { get; set; }

    internal override bool IsBigEndian => MostSignificantFirst;

    internal override uint? ExpectedCrc => Crc;

    internal override void Read(long offset, Span<byte> destination) =>
        file.Read((Position ?? throw new InvalidOperationException($"Storage {Key} has no place in the file.")) + offset, destination);

    internal override Exception Damaged() =>
        file.Error($"the values of storage {Key} do not match their checksum, so the file is damaged; copy or download it again");
}
