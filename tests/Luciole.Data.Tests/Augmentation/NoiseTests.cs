using Luciole.Data.Augmentation;
using Luciole.Data.RandomStreams;

namespace Luciole.Data.Tests.Augmentation;

/// <summary>Gaussian and Poisson noise, salt, pepper and dropout.</summary>
public sealed class NoiseTests
{
    private const int Side = 200;

    [Fact]
    public void Gaussian_noise_has_its_mean_and_variance_and_is_not_clipped()
    {
        var noise = Apply(new GaussianNoise(0.5, 4), (_, _) => 3).Select(v => v - 3.0).ToArray();
        Assert.Equal(0.5, noise.Average(), 0.05);
        Assert.Equal(4, noise.Average(v => (v - 0.5) * (v - 0.5)), 0.15);
        Assert.InRange(noise.Max(), 6, 12);
        Assert.InRange(noise.Min(), -12, -5);
    }

    [Fact]
    public void Gaussian_noise_can_take_mean_and_variance_of_the_image()
    {
        // A chessboard of 1 and 5: mean 3, variance 4.
        static float Board(int y, int x) => ((x + y) % 2 * 4) + 1;
        var noise = Apply(new GaussianNoise(9, 9, fromImage: true), Board).Select((v, i) => v - Board(i / Side, i % Side)).ToArray();
        Assert.Equal(3, noise.Average(), 0.05f);
        Assert.Equal(4, noise.Average(v => (v - 3) * (v - 3)), 0.15f);
    }

    [Fact]
    public void No_variance_is_no_noise() => Assert.All(Apply(new GaussianNoise(0, 0), (_, _) => 0.25f), value => Assert.Equal(0.25f, value));

    [Theory]
    [InlineData(0.3)]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(300)]
    [InlineData(2e6)]
    public void Counts_of_photons_have_poissons_mean_and_variance(double mean)
    {
        var image = new float[40_000];
        Array.Fill(image, (float)(mean / 8));
        PoissonNoise.Count(image, 8, new SampleRandom(5));
        var counts = image.Select(v => v * 8.0).ToArray();
        Assert.All(counts, count => Assert.Equal(Math.Round(count), count, 0.3));
        Assert.Equal(0, (counts.Average() - mean) / Math.Sqrt(mean), 0.025);
        Assert.Equal(1, counts.Average(c => (c - mean) * (c - mean)) / mean, 0.06);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(15)]
    public void Counts_of_photons_follow_poissons_law(int mean)
    {
        const int draws = 200_000;
        var image = new float[draws];
        Array.Fill(image, mean);
        PoissonNoise.Count(image, 1, new SampleRandom(6));
        var probability = Math.Exp(-mean);
        for (var k = 0; k < 3 * mean; k++, probability *= mean / (double)k)
            Assert.Equal(probability, image.Count(v => v == k) / (double)draws, 0.003);
    }

    [Fact]
    public void The_darkest_of_negative_values_stays_and_so_does_the_mean()
    {
        // Five values make eight photons per unit.
        var noisy = Apply(new PoissonNoise(), (y, x) => ((x + y) % 5) - 2);
        for (var i = 0; i < noisy.Length; i++)
        {
            if (((i % Side) + (i / Side)) % 5 == 0)
                Assert.Equal(-2, noisy[i]);
            Assert.Equal(MathF.Round(noisy[i] * 8), noisy[i] * 8);
        }

        Assert.Equal(0, noisy.Average(), 0.02);
        Assert.Contains(noisy, value => value > 2.5);
    }

    [Fact]
    public void Salt_and_pepper_are_the_largest_and_the_smallest_value()
    {
        static float Value(int y, int x) => y == 0 && x == 0 ? 7 : y == 0 && x == 1 ? -5 : 1;
        Assert.InRange(Apply(new Salt(0.05), Value).Count(v => v == 7), 1700, 2300);
        Assert.InRange(Apply(new Pepper(0.2), Value).Count(v => v == -5), 7500, 8500);
        var both = Apply(new SaltAndPepper(0.1, 0.75), Value);
        Assert.InRange(both.Count(v => v == 7), 2700, 3300);
        Assert.InRange(both.Count(v => v == -5), 850, 1150);
        Assert.Equal(Side * Side, both.Count(v => v is 7 or -5 or 1));
    }

    [Fact]
    public void None_and_all_are_amounts_too()
    {
        static float Value(int y, int x) => x;
        Assert.DoesNotContain(Apply(new Salt(1), Value), v => v != Side - 1);
        Assert.Equal(Side, Apply(new Salt(0), Value).Count(v => v == Side - 1));
        Assert.DoesNotContain(Apply(new Dropout(1, 1), Value), v => v != 0);
        Assert.Equal(Side, Apply(new Dropout(0, 0), Value).Count(v => v == 0));
    }

    [Fact]
    public void Dropout_takes_pixels_with_all_their_channels()
    {
        var parts = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            var pair = new AugmentedPair(TestImages.Make(80, 80, 2, (_, _, _) => 1), null, 80, 80);
            new Dropout(0.1, 0.3).Apply(pair, new SampleRandom(i));
            Assert.Equal(TestImages.Channel(pair.Image, 2, 0), TestImages.Channel(pair.Image, 2, 1));
            parts.Add(pair.Image.Count(v => v == 0) / 12800.0);
        }

        Assert.InRange(parts.Min(), 0.08, 0.15);
        Assert.InRange(parts.Max(), 0.25, 0.32);
    }

    [Fact]
    public void Dropped_pixels_are_spread_evenly()
    {
        var zeros = new int[16];
        for (var seed = 0; seed < 200; seed++)
        {
            var pair = new AugmentedPair(TestImages.Make(4, 4, 1, (_, _, _) => 1), null, 4, 4);
            new Dropout(0.5, 0.5).Apply(pair, new SampleRandom(seed));
            for (var i = 0; i < 16; i++)
                zeros[i] += pair.Image[i] == 0 ? 1 : 0;
        }

        Assert.All(zeros, count => Assert.InRange(count, 70, 130));
    }

    private static float[] Apply(Luciole.Data.Augmentation.IAugmentation augmentation, Func<int, int, float> value)
    {
        var image = TestImages.Make(Side, Side, 1, (y, x, _) => value(y, x));
        var pair = new AugmentedPair(image, null, Side, Side);
        augmentation.Apply(pair, new SampleRandom(11));
        return pair.Image;
    }
}
