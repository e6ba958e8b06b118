using Luciole.Data.Augmentation;
using Luciole.Data.Preprocessing;
using Luciole.Data.Trust;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Trust;

public sealed class FocusScoreTests
{
    // Computed by SciPy 1.10 from the definition: gaussian_filter(..., truncate=3), one number for each plane.
    private static readonly double[][] s_stacks =
    [
        [0.14543, 0.15076, 0.15415, 0.15657, 0.15653, 0.15468, 0.15114, 0.14566, 0.14015, 0.1334, 0.12795, 0.1271, 0.13164],
        [0.13496, 0.14159, 0.14783, 0.1535, 0.15733, 0.15949, 0.15862, 0.15637, 0.15329, 0.14741, 0.13999, 0.13762, 0.13733],
        [0.12972, 0.13518, 0.13971, 0.14339, 0.14539, 0.1456, 0.14312, 0.13887, 0.13256, 0.12487, 0.12004, 0.12047, 0.12467],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Real_stacks_have_one_sharpest_stretch_of_planes(int field)
    {
        var folder = Golden.Shared("data/neurons/Study_31");
        var scores = Enumerable.Range(0, 13).Select(z =>
        {
            using var image = ImageFile.Open(Path.Combine(folder, $"image_{field}_PC_z{z}.ome.tiff"));
            return FocusScore.Of(image).Focus;
        }).ToArray();
        Assert.All(scores.Zip(s_stacks[field - 1]), p => Assert.Equal(p.Second, p.First, 2e-5));

        // The three fields are parts of one picture, so they were in focus together.
        var best = Array.IndexOf(scores, scores.Max());
        Assert.InRange(best, 3, 5);
        Assert.All(Enumerable.Range(0, best), z => Assert.True(scores[z] < scores[z + 1]));
        Assert.All(Enumerable.Range(best, 10 - best), z => Assert.True(scores[z] > scores[z + 1]));
    }

    /// <summary>A wave of w radians a pixel is weakened by exp(-(s w)² / 2), so its score is a quotient of such numbers.</summary>
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.4)]
    [InlineData(0.8)]
    public void A_wave_has_the_score_that_its_length_gives(double w)
    {
        double Left(double sigma) => Math.Exp(-sigma * sigma * w * w / 2);
        var expected = Math.Pow((Left(2) - Left(4)) / (Left(1) - Left(16)), 2);
        var score = FocusScore.Of(Image(512, 512, (y, x) => 1000 + (100 * Math.Sin(w * x))));
        Assert.Equal(expected, score.Focus, 0.03 * expected);
        Assert.Equal(Math.Pow(1 - Left(1), 2), score.Grain, 0.03);
    }

    [Fact]
    public void Blur_lowers_the_score_and_the_sharpest_of_a_stack_is_the_least_blurred()
    {
        // No objective shows sharper edges than about this.
        var sharp = Blurred(Spots(3, 300, 400), 300, 400, 1);
        var scores = new[] { 5.0, 3, 1.5, 0, 1.5, 3, 5 }.Select(sigma =>
            FocusScore.Of(new MemoryImage(300, 400, 1, SampleType.Float32, Blurred(sharp, 300, 400, sigma))).Focus).ToArray();
        Assert.Equal(3, Array.IndexOf(scores, scores.Max()));
        Assert.True(scores[0] < scores[1] && scores[1] < scores[2] && scores[2] < scores[3]);
        Assert.True(scores[0] < 0.5 * scores[3]);
    }

    [Fact]
    public void Brightness_contrast_and_noise_do_not_make_an_image_sharper()
    {
        var values = Spots(5, 256, 256);
        double Focus(Func<float, int, float> change) => FocusScore.Of(new MemoryImage(256, 256, 1, SampleType.Float32, [.. values.Select(change)])).Focus;
        var plain = Focus((v, _) => v);
        Assert.Equal(plain, Focus((v, _) => (7 * v) - 300), 1e-4);
        Assert.Equal(plain, Focus((v, _) => -v), 1e-4);
        var random = new Random(1);
        Assert.Equal(plain, Focus((v, _) => v + (20 * (float)(random.NextDouble() - 0.5))), 0.1 * plain);
    }

    [Fact]
    public void Many_blocks_are_sampled_and_channels_are_averaged()
    {
        // A wave is the same everywhere, so a part of the blocks tells as much as all of them.
        var (large, small) = (Image(5000, 4700, (y, x) => Math.Sin(0.4 * x)), Image(512, 512, (y, x) => Math.Sin(0.4 * x)));
        Assert.Equal(FocusScore.Of(small).Focus, FocusScore.Of(large).Focus, 0.01);
        Assert.True(large.LargestRead <= 768);

        var grey = Spots(7, 64, 64);
        var doubled = new MemoryImage(64, 64, 2, SampleType.Float32, [.. grey.SelectMany(v => new[] { v + 10, v - 10 })]);
        Assert.Equal(FocusScore.Of(new MemoryImage(64, 64, 1, SampleType.Float32, grey)).Focus, FocusScore.Of(doubled).Focus, 1e-4);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 40)]
    [InlineData(100, 100)]
    public void Without_structure_there_is_no_focus(int height, int width) =>
        Assert.Equal(default, FocusScore.Of(Image(height, width, (_, _) => 1234.5)));

    private static MemoryImage Image(int height, int width, Func<int, int, double> value) => new(
        height, width, 1, SampleType.Float32, [.. Enumerable.Range(0, height * width).Select(i => (float)value(i / width, i % width))]);

    private static float[] Blurred(float[] values, int height, int width, double sigma) =>
        [.. GaussianFilter.Blur(Array.ConvertAll(values, v => (double)v), height, width, sigma, sigma, BorderRule.Reflect).Select(v => (float)v)];

    private static float[] Spots(int seed, int height, int width)
    {
        var random = new Random(seed);
        var values = new float[height * width];
        for (var spot = 0; spot < height * width / 400; spot++)
        {
            var (cy, cx, radius) = (random.NextDouble() * height, random.NextDouble() * width, 2 + (4 * random.NextDouble()));
            for (var i = 0; i < values.Length; i++)
            {
                var (dy, dx) = ((i / width) - cy, (i % width) - cx);
                if ((dy * dy) + (dx * dx) < radius * radius)
                    values[i] += 100;
            }
        }

        return values;
    }
}
