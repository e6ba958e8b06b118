using Luciole.Data.Augmentation;
using Luciole.Data.RandomStreams;

namespace Luciole.Data.Tests.Augmentation;

public sealed class ElasticDistortionTests
{
    [Fact]
    public void Half_a_pixel_shows_the_cubic_kernel_at_the_border()
    {
        var moved = Displace(TestImages.Make(8, 8, 1, (_, _, _) => 1), 8, 8, 1, 0.5f, 0, BorderRule.Constant);
        for (var y = 0; y < 8; y++)
        {
            // Row sums of weights -0.09375, 0.59375, 0.59375, -0.09375 that fall inside.
            TestImages.Near([0.5f, 1.09375f, 1, 1, 1, 1, 1, 1.09375f], moved.AsSpan(y * 8, 8), 1e-6);
        }
    }

    [Fact]
    public void A_positive_displacement_moves_right_and_down()
    {
        var image = new float[64];
        image[(4 * 8) + 4] = 1;
        Assert.Equal((4 * 8) + 5, Array.IndexOf(Displace(image, 8, 8, 1, 1, 0, BorderRule.Constant), 1f));
        Assert.Equal((6 * 8) + 4, Array.IndexOf(Displace(image, 8, 8, 1, 0, 2, BorderRule.Constant), 1f));
    }

    [Fact]
    public void Places_are_rounded_to_a_32nd_halves_to_even()
    {
        var image = TestImages.Noise(3, 37);
        var exact = Displace(image, 3, 37, 1, 2 / 32f, 1 / 32f, BorderRule.Nearest);
        Assert.Equal(exact, Displace(image, 3, 37, 1, 1.5f / 32, 1.4f / 32, BorderRule.Nearest));
        Assert.Equal(exact, Displace(image, 3, 37, 1, 2.5f / 32, 0.6f / 32, BorderRule.Nearest));
        Assert.NotEqual(exact, Displace(image, 3, 37, 1, 3.5f / 32, 1 / 32f, BorderRule.Nearest));
    }

    [Theory]
    [InlineData(BorderRule.Nearest)]
    [InlineData(BorderRule.Reflect)]
    [InlineData(BorderRule.Mirror)]
    [InlineData(BorderRule.Wrap)]
    public void Other_borders_than_the_constant_keep_a_flat_image_flat(BorderRule border) =>
        TestImages.Near(TestImages.Make(9, 5, 2, (_, _, _) => 3), Displace(TestImages.Make(9, 5, 2, (_, _, _) => 3), 9, 5, 2, 7.3f, -123.9f, border), 1e-5);

    [Fact]
    public void Borders_show_the_pixels_that_the_rules_name()
    {
        float[] row = [1, 2, 3, 4];
        float[] Left(BorderRule border) => Displace(row, 1, 4, 1, 2, 0, border);
        Assert.Equal([0, 0, 1, 2], Left(BorderRule.Constant));
        Assert.Equal([1, 1, 1, 2], Left(BorderRule.Nearest));
        Assert.Equal([2, 1, 1, 2], Left(BorderRule.Reflect));
        Assert.Equal([3, 2, 1, 2], Left(BorderRule.Mirror));
        Assert.Equal([3, 4, 1, 2], Left(BorderRule.Wrap));
    }

    [Fact]
    public void Channels_move_alike()
    {
        var image = TestImages.Noise(20, 17, 3);
        var moved = Displace(image, 20, 17, 3, 1.4f, -0.7f, BorderRule.Mirror);
        for (var c = 0; c < 3; c++)
            TestImages.Near(Displace(TestImages.Channel(image, 3, c), 20, 17, 1, 1.4f, -0.7f, BorderRule.Mirror), TestImages.Channel(moved, 3, c), 1e-6);
    }

    [Fact]
    public void Flat_noise_displaces_by_alpha()
    {
        var noise = Enumerable.Repeat(0.5f, 30 * 34).ToArray();
        var field = new float[20 * 24];
        ElasticDistortion.Displacement(noise, 5, field, 20, 24, 14, 4);
        Assert.All(field, value => Assert.Equal(7, value, 1e-4));
    }

    [Fact]
    public void Typical_displacements_are_below_a_pixel()
    {
        // 11 taps of sigma 4 on numbers of variance 1/3: alpha times sqrt(1/3) times the sum of the squared weights.
        var pixels = TestImages.Make(256, 256, 1, (_, x, _) => x);
        var pair = new AugmentedPair(pixels, TestImages.Make(256, 256, 1, (y, _, _) => y), 256, 256);
        new ElasticDistortion(14, 14, 4, BorderRule.Nearest).Apply(pair, new SampleRandom(3));
        var inner = Enumerable.Range(10, 236).SelectMany(y => Enumerable.Range(10, 236).Select(x => (X: pair.Image[(y * 256) + x] - x, Y: pair.Target![(y * 256) + x] - y))).ToList();
        Assert.Equal(0.77, Math.Sqrt(inner.Average(d => d.X * d.X)), 0.05);
        Assert.Equal(0.77, Math.Sqrt(inner.Average(d => d.Y * d.Y)), 0.05);
        Assert.InRange(inner.Max(d => Math.Abs(d.X)), 2.2, 4);
        Assert.Equal(0, inner.Average(d => (double)d.X * d.Y), 0.1);
    }

    private static float[] Displace(float[] image, int height, int width, int channels, float dx, float dy, BorderRule border)
    {
        var result = new float[image.Length];
        var (x, y) = (new float[height * width], new float[height * width]);
        Array.Fill(x, dx);
        Array.Fill(y, dy);
        ElasticDistortion.Displace(image, result, height, width, channels, x, y, border);
        return result;
    }
}
