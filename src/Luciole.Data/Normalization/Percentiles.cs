using Luciole.Imaging.Pixels;

namespace Luciole.Data.Normalization;

/// <summary>
/// Percentiles with linear interpolation between closest ranks, exact as NumPy's, in bounded memory: the values at the ranks are
/// found digit by digit (16 bits a pass) in histograms, never by sorting the image.
/// </summary>
internal static class Percentiles
{
    /// <summary>The percentiles (0 to 100) of the samples, in the order asked for.</summary>
    public static double[] Measure(PixelRows rows, params ReadOnlySpan<double> percents)
    {
        var ranks = new SortedSet<long>();
        foreach (var percent in percents)
        {
            ranks.Add(LowerRank(percent, rows.Count));
            ranks.Add(Math.Min(LowerRank(percent, rows.Count) + 1, rows.Count - 1));
        }

        var valueAt = ValuesAt(rows, ranks);
        var result = new double[percents.Length];
        for (var i = 0; i < percents.Length; i++)
        {
            var lower = LowerRank(percents[i], rows.Count);
            var upper = Math.Min(lower + 1, rows.Count - 1);
            var fraction = Position(percents[i], rows.Count) - lower;
            result[i] = Interpolate(valueAt[lower], valueAt[upper], fraction, rows.Type);
        }

        return result;
    }

    private static double Position(double percent, long count) => percent / 100 * (count - 1);

    private static long LowerRank(double percent, long count) => Math.Min((long)Math.Floor(Position(percent, count)), count - 1);

    private static double Interpolate(float lower, float upper, double fraction, SampleType type)
    {
        // NumPy takes the difference in the type of the array, and interpolates from the nearer end.
        var difference = type == SampleType.Float32 ? upper - lower : (double)upper - lower;
        return fraction >= 0.5 ? upper - (difference * (1 - fraction)) : lower + (difference * fraction);
    }

    private static Dictionary<long, float> ValuesAt(PixelRows rows, SortedSet<long> ranks)
    {
        var high = new long[1 << 16];
        rows.Visit((row, rowWeight, columnWeights) =>
        {
            for (var i = 0; i < row.Length; i++)
                high[SortableBits(row[i]) >> 16] += (long)rowWeight * columnWeights[i];
        });

        var withinHigh = new Dictionary<long, (int High, long Rank)>();
        foreach (var rank in ranks)
        {
            var (bin, remaining) = BinOf(high, rank);
            withinHigh[rank] = (bin, remaining);
        }

        var low = withinHigh.Values.Select(v => v.High).Distinct().ToDictionary(bin => bin, _ => new long[1 << 16]);
        var wanted = new long[1 << 16][];
        foreach (var (bin, counts) in low)
            wanted[bin] = counts;
        rows.Visit((row, rowWeight, columnWeights) =>
        {
            for (var i = 0; i < row.Length; i++)
            {
                var bits = SortableBits(row[i]);
                if (wanted[bits >> 16] is { } counts)
                    counts[bits & 0xFFFF] += (long)rowWeight * columnWeights[i];
            }
        });

        return withinHigh.ToDictionary(
            entry => entry.Key,
            entry => FromSortableBits(((uint)entry.Value.High << 16) | (uint)BinOf(low[entry.Value.High], entry.Value.Rank).Bin));
    }

    private static (int Bin, long Remaining) BinOf(long[] counts, long rank)
    {
        var bin = 0;
        while (rank >= counts[bin])
            rank -= counts[bin++];
        return (bin, rank);
    }

    /// <summary>Bits that order as the numbers do; both zeros are one number.</summary>
    private static uint SortableBits(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value == 0 ? 0f : value);
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }

    private static float FromSortableBits(uint bits) =>
        BitConverter.UInt32BitsToSingle((bits & 0x8000_0000) != 0 ? bits & 0x7FFF_FFFF : ~bits);
}
