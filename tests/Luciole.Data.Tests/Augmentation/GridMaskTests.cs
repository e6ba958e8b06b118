using Luciole.Data.Augmentation;
using Luciole.Data.RandomStreams;

namespace Luciole.Data.Tests.Augmentation;

public sealed class GridMaskTests
{
    [Fact]
    public void One_square_per_period_is_set_to_0()
    {
        // The middle 6 x 8 of a 10 x 10 square, from row 2 and column 1 on; bars of 3 in a period of 5. On the square they are rows 1-3
        // and 6-8, columns 2-4 and 7-9; of the image rows 0, 1, 4, 5 and columns 1-3, 6, 7.
        var image = Mask(6, 8, 5, 0.6, 1, 2, 0, invert: false);
        string[] expected = ["11111111", "11111111", "01110011", "01110011", "11111111", "11111111"];
        Assert.Equal(string.Concat(expected), string.Concat(image.Select(v => v == 0 ? '0' : '1')));
    }

    [Fact]
    public void Inversion_keeps_what_was_lost_and_the_other_way_round()
    {
        foreach (var angle in new[] { 0, 30, 103 })
        {
            var (kept, inverted) = (Mask(33, 40, 9, 0.6, 4, 2, angle, false), Mask(33, 40, 9, 0.6, 4, 2, angle, true));
            Assert.All(kept.Zip(inverted), pair => Assert.Equal(1, pair.First + pair.Second));
            Assert.InRange(kept.Average(), 0.75, 0.92);
        }
    }

    [Fact]
    public void A_quarter_turn_of_the_grid_is_the_turned_mask()
    {
        var upright = Mask(32, 32, 7, 0.6, 3, 1, 0, false);
        Assert.Equal(QuarterTurn.Turn(upright, 32, 1, 1), Mask(32, 32, 7, 0.6, 3, 1, 90, false));
        Assert.Equal(QuarterTurn.Turn(upright, 32, 1, 2), Mask(32, 32, 7, 0.6, 3, 1, 180, false));
    }

    [Fact]
    public void By_default_the_grid_is_upright_and_five_sixths_are_kept()
    {
        var kept = new List<double>();
        for (var i = 0; i < 300; i++)
        {
            var pair = Draw(new GridMask(0.6, 0.2, 0.6), i);
            Assert.All(pair.Target!, value => Assert.Equal(1, value));
            kept.Add(pair.Image.Average());
            Assert.True(IsUpright(pair.Image));
        }

        Assert.InRange(kept.Average(), 0.82, 0.86);
    }

    [Fact]
    public void A_smaller_part_of_a_turn_turns_the_grid()
    {
        Assert.Contains(Enumerable.Range(0, 30), i => !IsUpright(Draw(new GridMask(0.6, 0.2, 0.6, rotate: 0.25), i).Image));
        Assert.DoesNotContain(Enumerable.Range(0, 30), i => !IsUpright(Draw(new GridMask(0.6, 0.2, 0.6, rotate: 0), i).Image));
    }

    [Fact]
    public void Channels_are_masked_alike()
    {
        var image = TestImages.Make(20, 24, 3, (_, _, _) => 1);
        GridMask.Mask(image, 20, 24, 6, 0.6, 2, 3, 40, false);
        var single = Mask(20, 24, 6, 0.6, 2, 3, 40, false);
        for (var c = 0; c < 3; c++)
            Assert.Equal(single, TestImages.Channel(image, 3, c));
    }

    private static AugmentedPair Draw(GridMask mask, int seed)
    {
        var pair = new AugmentedPair(TestImages.Make(50, 50, 1, (_, _, _) => 1), TestImages.Make(50, 50, 1, (_, _, _) => 1), 50, 50);
        mask.Apply(pair, new SampleRandom(seed));
        return pair;
    }

    /// <summary>Every row is either all kept or has the same pattern as the others that are not.</summary>
    private static bool IsUpright(float[] image) =>
        image.Chunk(50).Select(row => string.Concat(row.Select(v => v == 0 ? '0' : '1'))).Where(row => row.Contains('0')).Distinct(StringComparer.Ordinal).Count() <= 1;

    private static float[] Mask(int height, int width, int period, double ratio, int startY, int startX, double angle, bool invert)
    {
        var image = TestImages.Make(height, width, 1, (_, _, _) => 1);
        GridMask.Mask(image, height, width, period, ratio, startY, startX, angle, invert);
        return image;
    }
}
