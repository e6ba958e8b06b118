using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Luciole.Workflows.Journal.TensorBoard;

/// <summary>
/// A message in Protocol Buffers' wire format, built field by field: a tag (field number and wire type) and the value, integers as
/// groups of seven bits, the lowest first.
/// </summary>
internal sealed class ProtobufMessage
{
    private const int VariableInteger = 0;
    private const int EightBytes = 1;
    private const int LengthDelimited = 2;
    private const int FourBytes = 5;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Adds an <c>int64</c> or an <c>enum</c>.</summary>
    public ProtobufMessage Integer(int field, long value)
    {
        Tag(field, VariableInteger);
        Variable((ulong)value);
        return this;
    }

    /// <summary>Adds a <c>double</c>.</summary>
    public ProtobufMessage Double(int field, double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        Tag(field, EightBytes);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>Adds a <c>float</c>.</summary>
    public ProtobufMessage Single(int field, float value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Tag(field, FourBytes);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>Adds a <c>string</c>.</summary>
    public ProtobufMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Adds a message within this one.</summary>
    public ProtobufMessage Message(int field, ProtobufMessage value) => Bytes(field, value.ToArray());

    /// <summary>The message so far.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private ProtobufMessage Bytes(int field, byte[] value)
    {
        Tag(field, LengthDelimited);
        Variable((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    private void Tag(int field, int wireType) => Variable(((ulong)field << 3) | (uint)wireType);

    private void Variable(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Write([(byte)(value | 0x80)]);
        _bytes.Write([(byte)value]);
    }
}
