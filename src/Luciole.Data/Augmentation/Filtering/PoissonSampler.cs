using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Draws exact Poisson numbers.</summary>
internal static class PoissonSampler
{
    private static readonly double[] LogFactorials = [.. Enumerable.Range(0, 16).Select(k => Enumerable.Range(1, k).Sum(i => Math.Log(i)))];

    /// <summary>A count with this mean; 0 for a mean of 0 or less.</summary>
    public static double Draw(double mean, SampleRandom random) =>
        mean >= 10 ? ByRejection(mean, random) : mean > 0 ? ByProduct(mean, random) : 0;

    /// <summary>Multiplies uniform numbers until they fall below exp(-mean) (Knuth).</summary>
    private static double ByProduct(double mean, SampleRandom random)
    {
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = random.NextDouble(); product > limit; product *= random.NextDouble())
            count++;
        return count;
    }

    /// <summary>Transformed rejection with squeeze, PTRS (Hoermann, The transformed rejection method for generating Poisson random variables, 1993).</summary>
    private static double ByRejection(double mean, SampleRandom random)
    {
        var b = 0.931 + (2.53 * Math.Sqrt(mean));
        var a = -0.059 + (0.02483 * b);
        var squeeze = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            var u = random.NextDouble() - 0.5;
            var v = random.NextDouble();
            var us = 0.5 - Math.Abs(u);
            var count = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= squeeze)
                return count;
            if (count < 0 || (us < 0.013 && v > us))
                continue;
            var inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
            if (Math.Log(v * inverseAlpha / ((a / (us * us)) + b)) <= (count * Math.Log(mean)) - mean - LogFactorial(count))
                return count;
        }
    }

    /// <summary>A table, then Stirling's series.</summary>
    private static double LogFactorial(double k)
    {
        if (k < LogFactorials.Length)
            return LogFactorials[(int)k];
        var n = k + 1;
        return ((n - 0.5) * Math.Log(n)) - n + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * n)) - (1 / (360 * n * n * n));
    }
}
