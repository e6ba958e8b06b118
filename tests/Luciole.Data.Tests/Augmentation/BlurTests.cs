using Luciole.Data.Augmentation;
using Luciole.Data.RandomStreams;

namespace Luciole.Data.Tests.Augmentation;

/// <summary>Gaussian, median and motion blur.</summary>
public sealed class BlurTests
{
    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(1.7, 2)]
    [InlineData(2, 3)]
    [InlineData(4, 5)]
    [InlineData(6, 7)]
    public void A_point_becomes_the_gaussian(double sigma, int radius)
    {
        var image = new float[21 * 43];
        image[(10 * 43) + 20] = 1;
        GaussianBlur.Blur(image, 21, 43, 1, sigma);
        var norm = Enumerable.Range(-radius, (2 * radius) + 1).Sum(i => Math.Exp(-i * i / (2 * sigma * sigma)));
        double Weight(int i) => Math.Abs(i) > radius ? 0 : Math.Exp(-i * i / (2 * sigma * sigma)) / norm;
        TestImages.Near(TestImages.Make(21, 43, 1, (y, x, _) => Weight(y - 10) * Weight(x - 20)), image, 1e-7);
    }

    [Fact]
    public void Blur_keeps_a_flat_image_and_lowers_the_variance_of_noise()
    {
        var flat = TestImages.Make(12, 9, 3, (_, _, c) => c + 1);
        var blurred = flat.ToArray();
        GaussianBlur.Blur(blurred, 12, 9, 3, 30);
        TestImages.Near(flat, blurred, 1e-5);

        // White noise of variance 1/12 through weights w(y) w(x): times the square of the sum of squared weights, about 1 / (4 pi sigma squared).
        var noise = TestImages.Noise(300, 300);
        GaussianBlur.Blur(noise, 300, 300, 1, 6);
        var weights = Enumerable.Range(-7, 15).Select(i => Math.Exp(-i * i / 72.0)).ToList();
        var reduction = Math.Pow(weights.Sum(w => w * w) / Math.Pow(weights.Sum(), 2), 2);
        Assert.Equal(0.5, noise.Average(), 0.01);
        Assert.Equal(1, noise.Average(v => (v - 0.5) * (v - 0.5)) * 12 / reduction, 0.1);
    }

    [Fact]
    public void Blur_mirrors_about_the_edge_pixel()
    {
        float[] image = [1, 0, 0, 0, 0, 0, 0, 0, 0];
        GaussianBlur.Blur(image, 1, 9, 1, 1);
        var weights = new[] { 1, Math.Exp(-0.5), Math.Exp(-2) };
        var norm = weights[0] + (2 * (weights[1] + weights[2]));
        TestImages.Near([.. weights.Concat([0, 0, 0, 0, 0, 0]).Select(w => (float)(w / norm))], image, 1e-6);
        image = [0, 1, 0, 0, 0, 0, 0, 0, 0];
        GaussianBlur.Blur(image, 1, 9, 1, 1);
        Assert.Equal(2 * weights[1] / norm, image[0], 1e-6);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(17)]
    public void Medians_equal_those_of_sorting(int size)
    {
        foreach (var (height, width, channels) in new[] { (23, 37, 1), (9, 16, 3), (6, 3, 1), (1, 1, 2) })
        {
            var image = TestImages.Noise(height, width, channels);
            for (var i = 0; i < image.Length; i += 4)
                image[i] = MathF.Round(image[i] * 4) - 2;
            var filtered = image.ToArray();
            MedianBlur.Blur(filtered, height, width, channels, size);
            var half = size / 2;
            Assert.Equal(
                TestImages.Make(height, width, channels, (y, x, c) =>
                {
                    var around = new List<float>();
                    for (var dy = -half; dy <= half; dy++)
                    {
                        for (var dx = -half; dx <= half; dx++)
                            around.Add(image[(((Math.Clamp(y + dy, 0, height - 1) * width) + Math.Clamp(x + dx, 0, width - 1)) * channels) + c]);
                    }

                    around.Sort();
                    return around[around.Count / 2];
                }),
                filtered);
        }
    }

    [Fact]
    public void A_median_of_1_changes_nothing_and_even_sides_are_not_drawn()
    {
        var image = TestImages.Noise(10, 20);
        var pair = new AugmentedPair([.. image], null, 10, 20);
        new MedianBlur(1, 2).Apply(pair, new SampleRandom(1));
        Assert.Equal(image, pair.Image);

        var expected = image.ToArray();
        MedianBlur.Blur(expected, 10, 20, 1, 5);
        new MedianBlur(4, 6).Apply(pair, new SampleRandom(1));
        Assert.Equal(expected, pair.Image);
    }

    [Fact]
    public void Motion_kernels_are_lines()
    {
        Assert.Equal([1f], MotionBlur.Kernel(1, 33, -1));
        TestImages.Near([0, 1 / 3f, 0, 0, 1 / 3f, 0, 0, 1 / 3f, 0], MotionBlur.Kernel(3, 0, 0), 1e-6);
        TestImages.Near([0, 0, 0, 1 / 3f, 1 / 3f, 1 / 3f, 0, 0, 0], MotionBlur.Kernel(3, 90, 0), 1e-6);
        TestImages.Near([0, 2 / 3f, 0, 0, 1 / 3f, 0, 0, 0, 0], MotionBlur.Kernel(3, 0, 1), 1e-6);
        TestImages.Near([0, 0, 0, 0, 1 / 3f, 0, 0, 2 / 3f, 0], MotionBlur.Kernel(3, 0, -1), 1e-6);
        for (var angle = 0; angle < 360; angle += 7)
        {
            var kernel = MotionBlur.Kernel(11, angle, 0.4);
            Assert.Equal(1, kernel.Sum(), 1e-5);
            Assert.All(kernel, weight => Assert.InRange(weight, 0, 1));
        }
    }

    [Fact]
    public void Motion_blur_equals_a_plain_correlation()
    {
        var kernel = MotionBlur.Kernel(5, 25, 0.7);
        var image = TestImages.Noise(13, 19, 2);
        var blurred = image.ToArray();
        MotionBlur.Blur(blurred, 13, 19, 2, kernel, 5);
        static int Mirror(int i, int n) => i < 0 ? -i : i >= n ? (2 * n) - 2 - i : i;
        var expected = TestImages.Make(13, 19, 2, (y, x, c) => Enumerable.Range(0, 25)
            .Sum(k => kernel[k] * image[(((Mirror(y + (k / 5) - 2, 13) * 19) + Mirror(x + (k % 5) - 2, 19)) * 2) + c]));
        TestImages.Near(expected, blurred, 1e-6);
    }
}
