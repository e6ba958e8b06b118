using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Luciole.Metrics;

/// <summary>
/// Percentiles without sorting: values are counted by the leading 16 bits of their order, and only those that share them with the
/// wanted one are looked at again. Takes time and memory in proportion to the number of values, whatever they are.
/// </summary>
internal static class RankSelection
{
    private const int Digit = 16;
    private const int Bins = 1 << Digit;
    private const int FewKeys = 256;

    /// <summary>Percentiles, ascending, with linear interpolation between the closest ranks as NumPy does it. Values are finite.</summary>
    public static double[] Percentiles(ReadOnlySpan<double> values, ReadOnlySpan<double> percents)
    {
        var counts = ArrayPool<int>.Shared.Rent(Bins);
        var shared = ArrayPool<ulong>.Shared.Rent(values.Length);
        try
        {
            Count(values, counts);
            var results = new double[percents.Length];
            for (var i = 0; i < percents.Length; i++)
            {
                var position = percents[i] / 100 * (values.Length - 1);
                var rank = (int)Math.Floor(position);
                var (lower, upper) = Neighbours(values, counts, rank, shared);
                results[i] = Between(lower, upper, position - rank);
            }

            return results;
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(shared);
            ArrayPool<int>.Shared.Return(counts);
        }
    }

    private static double Between(double lower, double upper, double fraction)
    {
        var difference = upper - lower;
        return fraction >= 0.5 ? upper - (difference * (1 - fraction)) : lower + (difference * fraction);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(ReadOnlySpan<double> values, int[] counts)
    {
        Array.Clear(counts, 0, Bins);
        ref var first = ref MemoryMarshal.GetArrayDataReference(counts);
        foreach (var value in values)
            Unsafe.Add(ref first, (nint)(Key(value) >> (64 - Digit)))++;
    }

    /// <summary>The values of a rank and of the next; the last one's next is itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Lower, double Upper) Neighbours(ReadOnlySpan<double> values, int[] counts, int rank, ulong[] shared)
    {
        var bin = BinOf(counts, ref rank);
        var (found, next) = (0, ulong.MaxValue);
        foreach (var value in values)
        {
            // Written always, kept only where it belongs: a branch that nobody can foresee would cost more.
            var key = Key(value);
            shared[found] = key;
            found += (int)(key >> (64 - Digit)) == bin ? 1 : 0;
        }

        var (lower, upper) = Select(shared.AsSpan(0, found), rank, 64 - (2 * Digit));
        if (upper is { } inside)
            return (Value(lower), Value(inside));
        foreach (var value in values)
        {
            var key = Key(value);
            if (key < next && (int)(key >> (64 - Digit)) > bin)
                next = key;
        }

        return (Value(lower), Value(next == ulong.MaxValue ? lower : next));
    }

    /// <summary>The keys of a rank and of the next, which is null when the rank is the last. Leaves the keys in another order.</summary>
    private static (ulong Lower, ulong? Upper) Select(Span<ulong> keys, int rank, int shift)
    {
        if (keys.Length <= FewKeys || shift < 0)
        {
            keys.Sort();
            return (keys[rank], rank + 1 < keys.Length ? keys[rank + 1] : null);
        }

        var counts = ArrayPool<int>.Shared.Rent(Bins);
        Array.Clear(counts, 0, Bins);
        foreach (var key in keys)
            counts[Place(key, shift)]++;
        var bin = BinOf(counts, ref rank);
        ArrayPool<int>.Shared.Return(counts);
        ulong? next = null;
        var found = 0;
        foreach (var key in keys)
        {
            var digit = Place(key, shift);
            if (digit == bin)
                keys[found++] = key;
            else if (digit > bin && (next is null || key < next))
                next = key;
        }

        var (lower, upper) = Select(keys[..found], rank, shift - Digit);
        return (lower, upper ?? next);
    }

    /// <summary>The bin that holds a rank; the rank becomes that within the bin.</summary>
    private static int BinOf(int[] counts, ref int rank)
    {
        var bin = 0;
        for (; rank >= counts[bin]; bin++)
            rank -= counts[bin];
        return bin;
    }

    private static int Place(ulong key, int shift) => (int)(key >> shift) & (Bins - 1);

    // Unsigned integers in the order of the values: of negative ones all bits are turned, of others the sign.
    private static ulong Key(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }

    private static double Value(ulong key)
    {
        var bits = (long)key;
        return BitConverter.Int64BitsToDouble(bits < 0 ? bits ^ long.MinValue : ~bits);
    }
}
