using System.Buffers;
using System.Numerics;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>How many different values an image holds.</summary>
internal static class DistinctValues
{
    /// <summary>Their number, rounded up to a power of two.</summary>
    public static double RoundedUp(ReadOnlySpan<float> image)
    {
        // An open-addressing table of bit patterns, shifted by one so that 0 means free.
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(image.Length, 1 << 29) * 2);
        var table = ArrayPool<uint>.Shared.Rent(size);
        table.AsSpan(0, size).Clear();
        var shift = 32 - BitOperations.Log2((uint)size);
        var count = 0;
        foreach (var value in image)
        {
            var bits = BitConverter.SingleToUInt32Bits(value) + 1;
            var slot = (int)((bits * 2654435769u) >> shift);
            while (table[slot] != 0 && table[slot] != bits)
                slot = (slot + 1) & (size - 1);
            if (table[slot] == 0)
                count++;
            table[slot] = bits;
        }

        ArrayPool<uint>.Shared.Return(table);
        return BitOperations.RoundUpToPowerOf2((uint)count);
    }
}
