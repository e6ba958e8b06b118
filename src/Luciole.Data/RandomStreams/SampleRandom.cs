namespace Luciole.Data.RandomStreams;

/// <summary>
/// A random stream that is fully named by a few numbers, such as (seed, epoch, sample): results do not depend on which thread
/// asks, nor in which order samples are made. The names are mixed into the start of a SplitMix64 sequence (Steele, Lea and Flood,
/// 2014): the state grows by a fixed odd number, and each state is scrambled into 64 output bits.
/// </summary>
public sealed class SampleRandom
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong _state;
    private double? _spareNormal;

    /// <summary>The stream named by these numbers, in this order.</summary>
    public SampleRandom(params ReadOnlySpan<long> names)
    {
        foreach (var name in names)
            _state = Scramble(_state + Increment + Scramble((ulong)name + Increment));
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits() => Scramble(_state += Increment);

    /// <summary>Uniform in [0, 1), with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="minimum"/>, <paramref name="maximum"/>).</summary>
    public double Uniform(double minimum, double maximum) => minimum + ((maximum - minimum) * NextDouble());

    /// <summary>Uniform among 0 .. <paramref name="count"/> - 1, without bias.</summary>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var limit = ulong.MaxValue - (ulong.MaxValue % (ulong)count);
        ulong bits;
        do
        {
            bits = NextBits();
        }
        while (bits >= limit);
        return (int)(bits % (ulong)count);
    }

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Normal with mean 0 and variance 1 (Marsaglia's polar method).</summary>
    public double Normal()
    {
        if (_spareNormal is { } spare)
        {
            _spareNormal = null;
            return spare;
        }

        double x, y, square;
        do
        {
            x = Uniform(-1, 1);
            y = Uniform(-1, 1);
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);
        var factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareNormal = y * factor;
        return x * factor;
    }

    /// <summary>Puts values in random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong Scramble(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
