namespace Luciole.Metrics.Tests;

public sealed class ChallengeMetricsTests
{
    private const int Height = 23;
    private const int Width = 31;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(51)]
    [InlineData(1_001)]
    [InlineData(20_000)]
    public void Percentiles_equal_those_of_sorted_values(int count)
    {
        var random = new Random(count);
        Func<double>[] kinds =
        [
            random.NextDouble,
            () => random.Next(0, 65_536),
            () => random.Next(-3, 3),
            () => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-200, 200)),
            () => random.Next(100) == 0 ? random.Next(60_000) : 100,
            () => 1_000_000 + (random.NextDouble() * 1e-7),
            () => random.Next(2) == 0 ? -0.0 : 0.0,
        ];
        foreach (var kind in kinds)
        {
            var values = Enumerable.Range(0, count).Select(_ => kind()).ToArray();
            var sorted = values.Order().ToArray();
            var scale = ImageScale.Of(values);
            Assert.Equal((Sorted(sorted, 2), Sorted(sorted, 99.8)), (scale.P2, scale.P998));
            Assert.Equal((sorted[0], sorted[^1]), (scale.Minimum, scale.Maximum));
        }
    }

    [Fact]
    public void Percentiles_are_interpolated_between_the_closest_ranks()
    {
        // 0 ... 1000: position p of 1000 is the value p.
        var values = Enumerable.Range(0, 1001).Select(i => (double)((i * 8) % 1001)).ToArray();
        var scale = ImageScale.Of(values);
        Assert.Equal(20, scale.P2, 1e-9);
        Assert.Equal(998, scale.P998, 1e-9);
        scale = ImageScale.Of([10, 20, 40]);
        Assert.Equal(10.4, scale.P2, 1e-12);
        Assert.Equal(39.92, scale.P998, 1e-12);
        Assert.Equal(70.0 / 3, scale.Mean, 1e-12);
    }

    [Fact]
    public void Figures_equal_those_of_images_scaled_and_summed_plainly()
    {
        var (p, g) = (Image(1), Image(2));
        var metrics = ChallengeMetrics.Measure(p, g, Height, Width);
        var (sp, sg) = (Scaled(p), Scaled(g));
        Assert.Equal(sp.Zip(sg, (a, b) => Math.Abs(a - b)).Average(), metrics.Mae, 1e-12);
        Assert.Equal(Math.Sqrt(sp.Zip(sg, (a, b) => (a - b) * (a - b)).Sum()), metrics.EuclideanDistance, 1e-11);
        var cosine = sp.Zip(sg, (a, b) => a * b).Sum() / Math.Sqrt(sp.Sum(v => v * v) * sg.Sum(v => v * v));
        Assert.Equal(1 - cosine, metrics.CosineDistance, 1e-12);
        double meanP = sp.Average(), meanG = sg.Average();
        var correlation = sp.Zip(sg, (a, b) => (a - meanP) * (b - meanG)).Sum() / Math.Sqrt(sp.Sum(v => Math.Pow(v - meanP, 2)) * sg.Sum(v => Math.Pow(v - meanG, 2)));
        Assert.Equal(correlation, metrics.Pcc, 1e-12);
        var range = Math.Max(sp.Max() - sp.Min(), sg.Max() - sg.Min());
        Assert.Equal(UniformSsim.Mean(sg, sp, Height, Width, range), metrics.Ssim, 1e-12);
    }

    [Fact]
    public void An_image_compared_with_itself_is_perfect()
    {
        var image = Image(3);
        var metrics = ChallengeMetrics.Measure(image, image, Height, Width);
        Assert.Equal(1, metrics.Pcc, 1e-12);
        Assert.Equal(1, metrics.Ssim, 1e-12);
        Assert.Equal((0, 0), (metrics.Mae, metrics.EuclideanDistance));
        Assert.Equal(0, metrics.CosineDistance, 1e-12);
    }

    [Fact]
    public void The_two_images_can_change_places()
    {
        var (one, other) = (ChallengeMetrics.Measure(Image(4), Image(5), Height, Width), ChallengeMetrics.Measure(Image(5), Image(4), Height, Width));
        Assert.Equal(one.Pcc, other.Pcc, 1e-14);
        Assert.Equal(one.Ssim, other.Ssim, 1e-14);
        Assert.Equal(one.Mae, other.Mae, 1e-14);
        Assert.Equal(one.CosineDistance, other.CosineDistance, 1e-14);
    }

    [Theory]
    [InlineData(1, 1e6)]
    [InlineData(1e-6, 0)]
    [InlineData(1e5, -3)]
    public void A_positive_scale_and_an_offset_change_nothing(double factor, double offset)
    {
        var (p, g) = (Image(6), Image(7));
        var one = ChallengeMetrics.Measure(p, g, Height, Width);
        var other = ChallengeMetrics.Measure(Array.ConvertAll(p, v => (factor * v) + offset), g, Height, Width);
        Assert.Equal(one.Pcc, other.Pcc, 1e-9);
        Assert.Equal(one.Ssim, other.Ssim, 1e-9);
        Assert.Equal(one.Mae, other.Mae, 1e-9);
        Assert.Equal(one.EuclideanDistance, other.EuclideanDistance, 1e-8);
        Assert.Equal(one.CosineDistance, other.CosineDistance, 1e-9);
    }

    [Theory]
    [InlineData(1, 1000, 1, -5)]
    [InlineData(0.001, 2, 65_535, 0)]
    [InlineData(1e-5, -1, 1e5, 1)]
    public void The_similarity_is_that_of_a_second_implementation_and_a_scale_and_offset_of_either_image_change_nothing(double factorP, double offsetP, double factorG, double offsetG)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var (p, g) = (Image(seed), Image(seed + 50));
            var one = ChallengeMetrics.Measure(p, g, Height, Width).Ssim;
            var (sp, sg) = (Scaled(p), Scaled(g));
            var range = Math.Max(sp.Max() - sp.Min(), sg.Max() - sg.Min());
            Assert.Equal(UniformSsimTests.WindowByWindow(sp, sg, Height, Width, range), one, 1e-10);
            Assert.InRange(one, -1, 1);
            var other = ChallengeMetrics.Measure(Array.ConvertAll(p, v => (factorP * v) + offsetP), Array.ConvertAll(g, v => (factorG * v) + offsetG), Height, Width).Ssim;
            Assert.Equal(one, other, 1e-9);
        }
    }

    [Fact]
    public void A_negative_scale_turns_the_correlation_round()
    {
        var (p, g) = (Image(8), Image(9));
        Assert.Equal(-ChallengeMetrics.Measure(p, g, Height, Width).Pcc, ChallengeMetrics.Measure(Array.ConvertAll(p, v => 5 - v), g, Height, Width).Pcc, 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(60_000.3)]
    public void A_constant_prediction_stays_as_it_is_and_correlates_with_nothing(double value)
    {
        var truth = Image(10);
        var metrics = ChallengeMetrics.Measure(Enumerable.Repeat(value, truth.Length).ToArray(), truth, Height, Width);
        Assert.Equal(0, metrics.Pcc);
        Assert.Equal(Scaled(truth).Average(v => Math.Abs(v - value)), metrics.Mae, 1e-8);
        if (value == 0)
            Assert.Equal(1, metrics.CosineDistance);
        Assert.True(double.IsFinite(metrics.Ssim));
    }

    [Fact]
    public void Two_constant_images_have_no_similarity()
    {
        var zeros = new double[Height * Width];
        Assert.Equal(double.NaN, ChallengeMetrics.Measure(zeros, zeros, Height, Width).Ssim);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Pixels_that_are_not_finite_are_refused(double value)
    {
        foreach (var at in new[] { 0, 100, (Height * Width) - 1 })
        {
            var image = Image(11);
            image[at] = value;
            Assert.Throws<ArgumentException>(() => ChallengeMetrics.Measure(image, Image(12), Height, Width));
        }
    }

    private static double[] Image(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Height * Width).Select(i => Math.Sin(i * 0.03 * seed) + random.NextDouble())];
    }

    private static double[] Scaled(double[] image)
    {
        var sorted = image.Order().ToArray();
        double low = Sorted(sorted, 2), high = Sorted(sorted, 99.8);
        return Array.ConvertAll(image, v => (v - low) / (high - low));
    }

    private static double Sorted(double[] sorted, double percent)
    {
        var position = percent / 100 * (sorted.Length - 1);
        var lower = (int)position;
        var upper = Math.Min(lower + 1, sorted.Length - 1);
        var fraction = position - lower;
        var difference = sorted[upper] - sorted[lower];
        return fraction >= 0.5 ? sorted[upper] - (difference * (1 - fraction)) : sorted[lower] + (difference * fraction);
    }
}
