using Luciole.Data.RandomStreams;

namespace Luciole.Data.Tests.RandomStreams;

public sealed class SampleRandomTests
{
    [Fact]
    public void A_stream_is_named_by_all_its_numbers_in_order()
    {
        static ulong First(params long[] names) => new SampleRandom(names).NextBits();
        Assert.Equal(First(1, 2, 3), First(1, 2, 3));
        ulong[] different = [First(1, 2, 3), First(1, 3, 2), First(3, 2, 1), First(1, 2), First(1, 2, 3, 0), First(0, 1, 2, 3), First(-1, 2, 3), First()];
        Assert.Equal(different.Length, different.Distinct().Count());
    }

    [Fact]
    public void Neighbouring_streams_are_not_alike()
    {
        // First numbers of streams (0, 0, i): as uniform as one stream.
        var numbers = Enumerable.Range(0, 20000).Select(i => new SampleRandom(0, 0, i).NextDouble()).ToArray();
        Assert.Equal(0.5, numbers.Average(), 0.01);
        Assert.Equal(1 / 12.0, numbers.Average(v => (v - 0.5) * (v - 0.5)), 0.003);
        Assert.Equal(0, numbers.Zip(numbers.Skip(1)).Average(p => (p.First - 0.5) * (p.Second - 0.5)), 0.003);
    }

    [Fact]
    public void Whole_numbers_are_uniform()
    {
        var random = new SampleRandom(7);
        var counts = new int[6];
        for (var i = 0; i < 60000; i++)
            counts[random.NextInt(6)]++;
        Assert.All(counts, count => Assert.InRange(count, 9600, 10400));
        Assert.Equal(0, random.NextInt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_distribution()
    {
        var random = new SampleRandom(7);
        var numbers = Enumerable.Range(0, 50000).Select(_ => random.Normal()).ToArray();
        Assert.Equal(0, numbers.Average(), 0.02);
        Assert.Equal(1, numbers.Average(v => v * v), 0.03);
        Assert.Equal(3, numbers.Average(v => v * v * v * v), 0.2);
        Assert.Equal(0.6827, numbers.Average(v => Math.Abs(v) < 1 ? 1.0 : 0), 0.01);
    }

    [Fact]
    public void Shuffling_keeps_all_and_puts_each_everywhere()
    {
        var first = new int[5];
        for (var trial = 0; trial < 5000; trial++)
        {
            int[] values = [0, 1, 2, 3, 4];
            new SampleRandom(trial).Shuffle(values.AsSpan());
            Assert.Equal([0, 1, 2, 3, 4], values.Order());
            first[values[0]]++;
        }

        Assert.All(first, count => Assert.InRange(count, 880, 1120));
    }
}
