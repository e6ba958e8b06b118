namespace Luciole.Checkpoints;

/// <summary>Python's <c>bytes</c> or <c>bytearray</c>.</summary>
public sealed class PickleBytes(ReadOnlyMemory<byte> value) : PickleValue
{
    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Value { get; } = value;
}
