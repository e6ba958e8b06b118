using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Luciole.Checkpoints;

/// <summary>The checksum of zip records: CRC-32 of ISO 3309, sixteen bytes at a time.</summary>
internal static class Crc32
{
    public const uint Start = 0xFFFFFFFF;

    private const int Slices = 16;

    private static readonly uint[] Table = MakeTable();

    public static uint Of(ReadOnlySpan<byte> bytes) => Finish(Append(Start, bytes));

    public static uint Finish(uint state) => ~state;

    // Compiled ahead of time it would call the framework even to read four bytes; compiled here it does not.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        var t = Table.AsSpan();
        while (bytes.Length >= Slices)
        {
            var a = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ state;
            var b = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            var c = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            var d = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
            state = Look(t, 12, a) ^ Look(t, 8, b) ^ Look(t, 4, c) ^ Look(t, 0, d);
            bytes = bytes[Slices..];
        }

        foreach (var value in bytes)
            state = (state >> 8) ^ t[(byte)(state ^ value)];
        return state;
    }

    private static uint Look(ReadOnlySpan<uint> table, int slice, uint word) =>
        table[((slice + 3) << 8) | (byte)word]
        ^ table[((slice + 2) << 8) | (byte)(word >> 8)]
        ^ table[((slice + 1) << 8) | (byte)(word >> 16)]
        ^ table[(slice << 8) | (byte)(word >> 24)];

    private static uint[] MakeTable()
    {
        var table = new uint[Slices * 256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
            table[i] = value;
        }

        for (var i = 256; i < table.Length; i++)
            table[i] = (table[i - 256] >> 8) ^ table[(byte)table[i - 256]];
        return table;
    }
}
