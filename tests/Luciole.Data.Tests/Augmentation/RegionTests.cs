using Luciole.Data.Augmentation;
using Luciole.Data.RandomStreams;

namespace Luciole.Data.Tests.Augmentation;

/// <summary>Augmentations that change a rectangle or a line: cutout, cutnoise, cutblur, cutmix, missing sections.</summary>
public sealed class RegionTests
{
    [Fact]
    public void Cutout_fills_rectangles_of_the_given_size()
    {
        for (var i = 0; i < 100; i++)
        {
            var pair = Flat(100, 60, 1);
            new Cutout(1, 1, 0.1, 0.3, value: -4).Apply(pair, new SampleRandom(i));
            var (height, width) = Extent(pair.Image, 100, 60, v => v == -4);
            Assert.InRange(height, 10, 30);
            Assert.InRange((width * 100 / 60.0) - height, -2, 2);
            Assert.Equal(height * width, pair.Image.Count(v => v == -4));
            Assert.All(pair.Target!, value => Assert.Equal(1, value));
        }
    }

    [Fact]
    public void Cutout_draws_one_or_two_and_may_cut_the_target()
    {
        var areas = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            var pair = Flat(50, 50, 2);
            new Cutout(1, 3, 0.1, 0.1, value: 5, target: true).Apply(pair, new SampleRandom(i));
            areas.Add(pair.Target!.Count(v => v == 0) / 2);
            Assert.Equal(pair.Target!.Count(v => v == 0), pair.Image.Count(v => v == 5));
        }

        Assert.InRange(areas.Count(area => area == 25), 30, 70);
        Assert.InRange(areas.Count(area => area == 50), 20, 70);
        Assert.InRange(areas.Max(), 26, 50);
    }

    [Fact]
    public void Wider_pixels_make_cutouts_of_fewer_columns()
    {
        var pair = Flat(100, 100, 1);
        new Cutout(1, 1, 0.4, 0.4, pixelHeight: 1, pixelWidth: 4).Apply(pair, new SampleRandom(1));
        Assert.Equal((40, 10), Extent(pair.Image, 100, 100, v => v == 0));
    }

    [Fact]
    public void Cutnoise_scales_with_the_largest_value()
    {
        var pair = Flat(200, 200, 1);
        pair.Image[0] = 10;
        new CutNoise(0.2, 0.2, 1, 1, 0.5, 0.5).Apply(pair, new SampleRandom(2));
        var changed = pair.Image.Skip(1).Where(v => v != 1).Select(v => v - 1.0).ToArray();
        Assert.InRange(changed.Length, 9990, 10_000);
        Assert.Equal(0, changed.Average(), 0.1);
        Assert.Equal(2, Math.Sqrt(changed.Average(v => v * v)), 0.06);
        Assert.InRange(Extent(pair.Image, 200, 200, v => v is not (1 or 10)).Height, 99, 100);
    }

    [Fact]
    public void Cutblur_lowers_the_resolution_inside()
    {
        var image = TestImages.Noise(120, 120);
        var pair = new AugmentedPair([.. image], [.. image], 120, 120);
        new CutBlur(0.25, 0.25, 5, 5).Apply(pair, new SampleRandom(3));
        var changed = pair.Image.Zip(image).Select(p => p.First == p.Second ? 0f : 1f).ToArray();
        Assert.Equal((30, 30), Extent(changed, 120, 120, v => v == 1));
        Assert.Equal(36, pair.Image.Where((v, i) => changed[i] == 1).Distinct().Count());
        Assert.Equal(image, pair.Target);
    }

    [Fact]
    public void Cutblur_outside_spares_the_rectangle()
    {
        var image = TestImages.Noise(120, 120);
        var (insides, outsides) = (0, 0);
        for (var i = 0; i < 40; i++)
        {
            var pair = new AugmentedPair([.. image], null, 120, 120);
            new CutBlur(0.25, 0.25, 4, 4, inside: false).Apply(pair, new SampleRandom(i));
            var changed = pair.Image.Zip(image).Select(p => p.First == p.Second ? 0f : 1f).ToArray();
            if (changed.Sum() <= 900)
                insides++;
            else if (Extent(changed, 120, 120, v => v == 0) == (30, 30))
                outsides++;
        }

        Assert.InRange(insides, 10, 30);
        Assert.Equal(40, insides + outsides);
    }

    [Fact]
    public void Coarse_images_keep_their_mean_and_are_made_of_blocks()
    {
        var image = TestImages.Make(24, 36, 2, (y, x, c) => y + (3 * x) + (100 * c));
        var coarse = new float[image.Length];
        CutBlur.Coarsen(image, coarse, 24, 36, 2, 4);
        Assert.Equal(image.Average(), coarse.Average(), 0.01f);
        for (var i = 0; i < 24 * 36; i++)
        {
            var (y, x) = (i / 36, i % 36);
            Assert.Equal(coarse[(((y / 4 * 4 * 36) + (x / 4 * 4)) * 2) + 1], coarse[(i * 2) + 1]);
        }

        // Far from the border a ramp's block is its middle.
        Assert.Equal(13.5 + (3 * 17.5), coarse[((12 * 36) + 16) * 2], 1e-3);
        CutBlur.Coarsen(image, coarse, 24, 36, 2, 1);
        Assert.Equal(image, coarse);
    }

    [Fact]
    public void Cutmix_pastes_a_rectangle_of_another_sample_registered()
    {
        var otherImage = TestImages.Make(40, 50, 2, (y, x, c) => 1000 + (y * 50) + x + (0.5 * c));
        var otherTarget = TestImages.Make(40, 50, 1, (y, x, _) => 1000 + (y * 50) + x);
        for (var i = 0; i < 30; i++)
        {
            var pair = new AugmentedPair(new float[40 * 50 * 2], new float[40 * 50], 40, 50)
            {
                DrawAnother = _ => new AugmentedPair(otherImage, otherTarget, 40, 50),
            };
            new CutMix(0.2, 0.4).Apply(pair, new SampleRandom(i));
            Assert.Equal(pair.Target, TestImages.Channel(pair.Image, 2, 0));
            var (height, width) = Extent(pair.Target!, 40, 50, v => v != 0);
            Assert.InRange(height, 8, 16);
            Assert.InRange(width, 10, 20);
            Assert.Equal(height * width, pair.Target!.Count(v => v != 0));
            var first = Array.FindIndex(pair.Target!, v => v != 0);
            Assert.Equal(pair.Target![first] + 51, pair.Target[first + 51]);
        }
    }

    [Fact]
    public void Cutmix_needs_another_sample_of_the_same_size()
    {
        var pair = Flat(8, 8, 1);
        Assert.Contains("DrawAnother", Assert.Throws<InvalidOperationException>(() => new CutMix().Apply(pair, new SampleRandom(1))).Message);
        pair = new AugmentedPair(new float[64], null, 8, 8) { DrawAnother = _ => Flat(9, 8, 1) };
        Assert.Contains("9 x 8", Assert.Throws<InvalidOperationException>(() => new CutMix().Apply(pair, new SampleRandom(1))).Message);
    }

    [Fact]
    public void A_missing_section_is_a_thick_line_of_the_mean()
    {
        var image = TestImages.Make(20, 30, 2, (_, x, c) => c + (x % 2 == 0 ? 10 : 20));
        MissingSections.Erase(image, 20, 30, 1, steep: true, from: 3, to: 22, thickness: 2);
        for (var y = 0; y < 20; y++)
        {
            for (var x = 0; x < 30; x++)
            {
                Assert.Equal(x % 2 == 0 ? 10 : 20, image[((y * 30) + x) * 2]);
                Assert.Equal(Math.Abs(x - (3 + y)) <= 2 ? 16 : 1 + (x % 2 == 0 ? 10 : 20), image[(((y * 30) + x) * 2) + 1]);
            }
        }

        var level = TestImages.Make(9, 5, 1, (y, _, _) => y);
        MissingSections.Erase(level, 9, 5, 0, steep: false, from: 0, to: 0, thickness: 0);
        Assert.Equal([4, 4, 4, 4, 4, 1, 1, 1, 1, 1], level[..10]);
    }

    [Fact]
    public void Missing_sections_take_each_channel_half_of_the_time()
    {
        var (first, second, both) = (0, 0, 0);
        for (var i = 0; i < 400; i++)
        {
            var image = TestImages.Make(30, 30, 2, (y, x, _) => (x + y) % 2);
            var pair = new AugmentedPair(image, null, 30, 30);
            new MissingSections(1, 3).Apply(pair, new SampleRandom(i));
            var (a, b) = (TestImages.Channel(pair.Image, 2, 0).Contains(0.5f), TestImages.Channel(pair.Image, 2, 1).Contains(0.5f));
            (first, second, both) = (first + (a ? 1 : 0), second + (b ? 1 : 0), both + (a && b ? 1 : 0));
        }

        Assert.InRange(first, 160, 240);
        Assert.InRange(second, 160, 240);
        Assert.InRange(both, 65, 135);
    }

    private static AugmentedPair Flat(int height, int width, int channels) =>
        new(TestImages.Make(height, width, channels, (_, _, _) => 1), TestImages.Make(height, width, channels, (_, _, _) => 1), height, width);

    /// <summary>Height and width of the box around what fulfils a condition.</summary>
    private static (int Height, int Width) Extent(float[] image, int height, int width, Func<float, bool> condition)
    {
        var places = Enumerable.Range(0, height * width).Where(i => condition(image[i])).ToList();
        return (places.Max(i => i / width) - places.Min(i => i / width) + 1, places.Max(i => i % width) - places.Min(i => i % width) + 1);
    }
}
