namespace Luciole.Data.Preprocessing;

/// <summary>Cuts the peaks of a histogram and spreads what was cut off over the other bins, so that flat regions keep their calm.</summary>
internal static class ContrastLimit
{
    /// <summary>Leaves no bin with more than <paramref name="limit"/>, as long as there is room in others.</summary>
    public static void Apply(int[] counts, int limit)
    {
        long excess = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            excess += Math.Max(0, counts[i] - limit);
            counts[i] = Math.Min(counts[i], limit);
        }

        // First an equal share for every bin; what then lies within a share of the limit is filled up, as scikit-image does it. What is
        // left goes one by one to bins with room, evenly spaced.
        var share = (int)(excess / counts.Length);
        for (var i = 0; i < counts.Length; i++)
        {
            var filled = counts[i] < limit - share ? counts[i] + share : counts[i];
            if (filled >= limit - share)
                filled = limit;
            excess -= filled - counts[i];
            counts[i] = filled;
        }

        while (excess > 0 && SpreadRest(counts, limit, ref excess))
        {
        }
    }

    private static bool SpreadRest(int[] counts, int limit, ref long excess)
    {
        var before = excess;
        for (var first = 0; first < counts.Length && excess > 0; first++)
        {
            var step = (int)Math.Max(1, counts.Count(c => c < limit) / excess);
            for (var i = first; i < counts.Length; i += step)
            {
                if (counts[i] >= limit)
                    continue;
                counts[i]++;
                excess--;
            }
        }

        return excess < before;
    }
}
