using System.Buffers.Binary;
using System.Numerics;

namespace Luciole.Workflows.Journal.TensorBoard;

/// <summary>The cyclic redundancy check with Castagnoli's polynomial (RFC 3720, section 12.1), as records of event files carry it.</summary>
internal static class Crc32C
{
    private const uint MaskDelta = 0xa282ead8;

    /// <summary>The check of <paramref name="data"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        while (data.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        foreach (var value in data)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>The check turned right by 15 bits, plus a constant: so that a check over data that contain checks stays one.</summary>
    public static uint Masked(ReadOnlySpan<byte> data) => unchecked(BitOperations.RotateRight(Of(data), 15) + MaskDelta);
}
