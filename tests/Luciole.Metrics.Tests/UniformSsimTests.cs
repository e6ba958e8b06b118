namespace Luciole.Metrics.Tests;

public sealed class UniformSsimTests
{
    [Theory]
    [InlineData(7, 7, 0)]
    [InlineData(7, 40, 0)]
    [InlineData(8, 9, 0)]
    [InlineData(13, 11, 0)]
    [InlineData(14, 12, 0)]
    [InlineData(15, 10, 0)]
    [InlineData(41, 7, 0)]
    [InlineData(33, 29, 1000)]
    public void Similarity_equals_that_of_each_window_computed_alone(int height, int width, double offset)
    {
        var (a, b) = (Noise(1, height * width, offset), Noise(2, height * width, offset));
        Assert.Equal(WindowByWindow(a, b, height, width, 0.8), UniformSsim.Mean(a, b, height, width, 0.8), offset == 0 ? 1e-12 : 1e-7);
    }

    [Fact]
    public void A_bright_spot_leaves_no_trace_in_the_rows_below()
    {
        const int height = 60, width = 21;
        var (a, b) = (Noise(3, height * width), Noise(4, height * width));
        a[(2 * width) + 9] = 1e7;
        var below = (height - 12) * width;
        var whole = WindowByWindow(a, b, height, width, 1);
        Assert.Equal(whole, UniformSsim.Mean(a, b, height, width, 1), 1e-9);
        // The same lower part, with and without the spot far above it.
        var upper = UniformSsim.Mean(a.AsSpan(0, 12 * width), b.AsSpan(0, 12 * width), 12, width, 1);
        var lower = UniformSsim.Mean(a.AsSpan(12 * width, below), b.AsSpan(12 * width, below), height - 12, width, 1);
        var between = UniformSsim.Mean(a.AsSpan(6 * width, 12 * width), b.AsSpan(6 * width, 12 * width), 12, width, 1);
        double columns = width - 6;
        Assert.Equal(whole * columns * (height - 6), columns * ((upper * 6) + (between * 6) + (lower * (height - 18))), 1e-6);
    }

    [Fact]
    public void Similarity_is_one_for_equal_images_symmetric_and_between_minus_one_and_one()
    {
        const int height = 24, width = 19;
        for (var seed = 0; seed < 20; seed++)
        {
            var (a, b) = (Noise(seed, height * width), Noise(seed + 100, height * width));
            Assert.Equal(1, UniformSsim.Mean(a, a, height, width, 1), 1e-12);
            var one = UniformSsim.Mean(a, b, height, width, 1);
            Assert.Equal(one, UniformSsim.Mean(b, a, height, width, 1), 1e-14);
            Assert.InRange(one, -1, 1);
            Assert.InRange(UniformSsim.Mean(a, Array.ConvertAll(a, v => 1 - v), height, width, 1), -1, one);
        }
    }

    [Fact]
    public void Similarity_does_not_change_when_images_and_range_are_multiplied()
    {
        const int height = 18, width = 22;
        var (a, b) = (Noise(7, height * width), Noise(8, height * width));
        Assert.Equal(
            UniformSsim.Mean(a, b, height, width, 1),
            UniformSsim.Mean(Array.ConvertAll(a, v => 300 * v), Array.ConvertAll(b, v => 300 * v), height, width, 300), 1e-12);
    }

    [Fact]
    public void Similarity_does_not_change_when_both_images_are_turned_or_mirrored()
    {
        const int height = 16, width = 21;
        var (a, b) = (Noise(9, height * width), Noise(10, height * width));
        var expected = UniformSsim.Mean(a, b, height, width, 1);
        double[] Mirrored(double[] image) => [.. Enumerable.Range(0, image.Length).Select(i => image[(i / width * width) + width - 1 - (i % width)])];
        double[] Transposed(double[] image) => [.. Enumerable.Range(0, image.Length).Select(i => image[(i % height * width) + (i / height)])];
        Assert.Equal(expected, UniformSsim.Mean(Mirrored(a), Mirrored(b), height, width, 1), 1e-13);
        Assert.Equal(expected, UniformSsim.Mean(Transposed(a), Transposed(b), width, height, 1), 1e-13);
        Assert.NotEqual(expected, UniformSsim.Mean(Mirrored(a), b, height, width, 1), 1e-4);
    }

    [Fact]
    public void Similarity_falls_as_noise_grows()
    {
        const int height = 30, width = 30;
        var image = Enumerable.Range(0, height * width).Select(i => 0.5 + (0.5 * Math.Sin(i % width * 0.4) * Math.Cos(i / width * 0.3))).ToArray();
        var noise = Noise(11, image.Length, -0.5);
        var falling = new[] { 0, 0.02, 0.05, 0.1, 0.3, 1 }.Select(part => UniformSsim.Mean(image, [.. image.Zip(noise, (v, n) => v + (part * n))], height, width, 1)).ToList();
        Assert.Equal(falling.OrderDescending(), falling);
        Assert.Equal(6, falling.Distinct().Count());
    }

    [Fact]
    public void Constant_images_have_the_similarity_of_their_means()
    {
        const double a = 0.2, b = 0.7, c = 1e-4;
        var expected = ((2 * a * b) + c) / ((a * a) + (b * b) + c);
        Assert.Equal(expected, UniformSsim.Mean(Enumerable.Repeat(a, 90).ToArray(), Enumerable.Repeat(b, 90).ToArray(), 9, 10, 1), 1e-12);
    }

    [Fact]
    public void Images_smaller_than_the_window_are_refused()
    {
        Assert.Throws<ArgumentException>(() => UniformSsim.Mean(new double[60], new double[60], 6, 10, 1));
        Assert.Throws<ArgumentException>(() => UniformSsim.Mean(new double[60], new double[60], 10, 6, 1));
        Assert.Throws<ArgumentException>(() => UniformSsim.Mean(new double[64], new double[63], 8, 8, 1));
    }

    internal static double[] Noise(int seed, int count, double offset = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => offset + random.NextDouble())];
    }

    /// <summary>The definition: 49 pixels around every pixel whose window lies inside, each window for itself, deviations from its own mean.</summary>
    internal static double WindowByWindow(double[] a, double[] b, int height, int width, double range)
    {
        double c1 = Math.Pow(0.01 * range, 2), c2 = Math.Pow(0.03 * range, 2), sum = 0;
        for (var y = 3; y < height - 3; y++)
        {
            for (var x = 3; x < width - 3; x++)
            {
                var window = Enumerable.Range(0, 49).Select(i => ((y - 3 + (i / 7)) * width) + x - 3 + (i % 7)).ToList();
                double meanA = window.Average(i => a[i]), meanB = window.Average(i => b[i]);
                var varianceA = window.Sum(i => Math.Pow(a[i] - meanA, 2)) / 48;
                var varianceB = window.Sum(i => Math.Pow(b[i] - meanB, 2)) / 48;
                var covariance = window.Sum(i => (a[i] - meanA) * (b[i] - meanB)) / 48;
                sum += ((2 * meanA * meanB) + c1) * ((2 * covariance) + c2) / (((meanA * meanA) + (meanB * meanB) + c1) * (varianceA + varianceB + c2));
            }
        }

        return sum / ((height - 6) * (width - 6));
    }
}
