using Luciole.Data.Augmentation;
using Luciole.Data.RandomStreams;

namespace Luciole.Data.Tests.Augmentation;

/// <summary>Zoom, shift, shear and misalignment.</summary>
public sealed class ResamplingTests
{
    [Fact]
    public void A_shear_leans_columns_and_leaves_rows_level()
    {
        var ramp = TestImages.Make(11, 40, 1, (_, x, _) => x);
        var slanted = new float[ramp.Length];
        Shear.Slant(ramp, slanted, 11, 40, 1, 30, BorderRule.Nearest);
        var expected = TestImages.Make(11, 40, 1, (y, x, _) => Math.Clamp(x + (Math.Tan(Math.PI / 6) * (y - 5)), 0, 39));
        TestImages.Near(expected, slanted, 1e-4);

        var levels = TestImages.Make(11, 40, 1, (y, _, _) => y);
        Shear.Slant(levels, slanted, 11, 40, 1, 30, BorderRule.Reflect);
        TestImages.Near(levels, slanted, 1e-5);
    }

    [Theory]
    [InlineData(BorderRule.Constant, "0 0 0 0 1 2 0 4 5")]
    [InlineData(BorderRule.Nearest, "1 1 2 1 1 2 4 4 5")]
    [InlineData(BorderRule.Reflect, "1 1 2 1 1 2 4 4 5")]
    [InlineData(BorderRule.Mirror, "5 4 5 2 1 2 5 4 5")]
    [InlineData(BorderRule.Wrap, "9 7 8 3 1 2 6 4 5")]
    public void A_shift_moves_down_and_right(BorderRule border, string expected)
    {
        var result = new float[9];
        Shift.Move([1, 2, 3, 4, 5, 6, 7, 8, 9], result, 3, 3, 1, 1, 1, border);
        Assert.Equal(expected, string.Join(' ', result));
        Shift.Move([1, 2, 3, 4, 5, 6, 7, 8, 9], result, 3, 3, 1, 0, 0, border);
        Assert.Equal("1 2 3 4 5 6 7 8 9", string.Join(' ', result));
    }

    [Fact]
    public void Shifts_take_the_same_part_of_height_and_width()
    {
        for (var i = 0; i < 50; i++)
        {
            var pair = new AugmentedPair(TestImages.Make(100, 200, 1, (_, _, _) => 1), null, 100, 200);
            new Shift(0.1, 0.2).Apply(pair, new SampleRandom(i));
            var (rows, columns) = (Enumerable.Range(0, 100).Count(y => pair.Image[(y * 200) + 199] == 0), Enumerable.Range(0, 200).Count(x => pair.Image[(99 * 200) + x] == 0));
            Assert.InRange(rows, 10, 20);
            Assert.InRange(columns - (2 * rows), -1, 1);
        }
    }

    [Fact]
    public void Zooming_in_stretches_about_the_centre()
    {
        var ramp = TestImages.Make(40, 60, 2, (y, x, c) => c == 0 ? y : x);
        var zoomed = Zoomed(ramp, 40, 60, 2, 2, BorderRule.Constant);
        TestImages.Near(TestImages.Make(40, 60, 2, (y, x, c) => c == 0 ? ((y - 19.5) / 2) + 19.5 : ((x - 29.5) / 2) + 29.5), zoomed, 1e-4);
    }

    [Fact]
    public void Zooming_out_surrounds_a_smaller_image()
    {
        var flat = TestImages.Make(41, 40, 1, (_, _, _) => 1);
        // round(41 / 2) is 20 (halves to even): 10 rows before, 11 behind.
        TestImages.Near(TestImages.Make(41, 40, 1, (y, x, _) => y is >= 10 and < 30 && x is >= 10 and < 30 ? 1 : 0), Zoomed(flat, 41, 40, 1, 0.5, BorderRule.Constant), 1e-6);
        TestImages.Near(flat, Zoomed(flat, 41, 40, 1, 0.5, BorderRule.Reflect), 1e-6);

        var ramp = TestImages.Make(80, 80, 1, (_, x, _) => x);
        var zoomed = Zoomed(ramp, 80, 80, 1, 0.5, BorderRule.Constant);
        for (var x = 24; x < 56; x++)
            Assert.Equal(((x - 20 + 0.5) * 2) - 0.5, zoomed[(40 * 80) + x], 1e-3);
    }

    [Fact]
    public void Zooming_out_averages_fine_structure_away()
    {
        var stripes = TestImages.Make(64, 64, 1, (_, x, _) => x % 2);
        var zoomed = Zoomed(stripes, 64, 64, 1, 0.25, BorderRule.Reflect);
        Assert.All(zoomed, value => Assert.InRange(value, 0.4, 0.6));
    }

    [Fact]
    public void A_factor_of_1_changes_nothing()
    {
        var image = TestImages.Noise(23, 31, 2);
        Assert.Equal(image, Zoomed(image, 23, 31, 2, 1, BorderRule.Constant));
    }

    [Fact]
    public void A_misalignment_moves_or_turns_the_lower_rows_only()
    {
        var image = TestImages.Make(4, 4, 1, (y, x, _) => (10 * y) + x + 1);
        var moved = image.ToArray();
        Misalignment.MoveLower(moved, 4, 1, 2, 3);
        Assert.Equal([1, 2, 3, 4, 11, 12, 13, 14, 24, 0, 0, 0, 34, 0, 0, 0], moved);

        var turned = new float[16];
        Misalignment.TurnLower(image, turned, 4, 4, 1, 2, 90);
        Assert.Equal([1, 2, 3, 4, 11, 12, 13, 14, 2, 12, 22, 32, 1, 11, 21, 31], turned);
    }

    [Fact]
    public void A_misalignment_stays_within_its_displacement()
    {
        var ramp = TestImages.Make(200, 100, 1, (_, x, _) => x + 1);
        for (var i = 0; i < 60; i++)
        {
            var pair = new AugmentedPair([.. ramp], [.. ramp], 200, 100);
            new Misalignment(8, i % 2).Apply(pair, new SampleRandom(i));
            Assert.Equal(pair.Image, pair.Target!);
            Assert.Equal(ramp[..100], pair.Image[..100]);
            for (var y = 0; y < 200; y += 7)
                Assert.InRange(Math.Abs(pair.Image[(y * 100) + 50] - 51), 0, 8);
        }

        var still = new AugmentedPair([.. ramp], null, 200, 100);
        new Misalignment(0, 0).Apply(still, new SampleRandom(1));
        Assert.Equal(ramp, still.Image);
    }

    private static float[] Zoomed(float[] image, int height, int width, int channels, double factor, BorderRule border)
    {
        var result = new float[image.Length];
        Zoom.Resize(image, result, height, width, channels, factor, border);
        return result;
    }
}
