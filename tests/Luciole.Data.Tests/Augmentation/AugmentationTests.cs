using System.Text.Json;
using Luciole.Data.Augmentation;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Tests.Augmentation;

public sealed class AugmentationTests
{
    [Fact]
    public void Quarter_turns_equal_the_references()
    {
        var cases = Golden.Cases("augment").Where(c => Name(c).StartsWith("rot", StringComparison.Ordinal) && !c.TryGetProperty("mode", out _)).ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var turns = c.GetProperty("angle").GetInt32() / 90;
            foreach (var (input, output) in new[] { ("image", "image_out"), ("target", "target_out") })
            {
                var array = Array(c, input);
                var turned = QuarterTurn.Turn(array.ToFloats(), (int)array.Shape[0], (int)array.Shape[2], turns);
                Compare.RelativeToLargest(Array(c, output).ToFloats(), turned, 1e-5, Name(c));
            }
        }
    }

    [Fact]
    public void Flips_equal_the_references()
    {
        foreach (var c in Golden.Cases("augment").Where(c => Name(c).EndsWith("flip", StringComparison.Ordinal)))
        {
            var array = Array(c, "image");
            var (height, width, channels) = ((int)array.Shape[0], (int)array.Shape[1], (int)array.Shape[2]);
            var flipped = Name(c) == "vflip"
                ? VerticalFlip.Flip(array.ToFloats(), height, width, channels)
                : HorizontalFlip.Flip(array.ToFloats(), height, width, channels);
            Assert.Equal(Array(c, "image_out").ToFloats(), flipped);
        }
    }

    [Fact]
    public void Brightness_and_contrast_equal_the_references()
    {
        var cases = Golden.Cases("augment").Where(c => c.TryGetProperty("factor", out _)).ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var image = Array(c, "image").ToFloats();
            if (Name(c).StartsWith("brightness", StringComparison.Ordinal))
                Brightness.Change(image, c.GetProperty("factor").GetDouble());
            else
                Contrast.Change(image, c.GetProperty("factor").GetDouble());
            Compare.RelativeToLargest(Array(c, "image_out").ToFloats(), image, 1e-6, Name(c));
        }
    }

    [Fact]
    public void Turning_and_flipping_keep_channels_together()
    {
        float[] image = [1, 10, 2, 20, 3, 30, 4, 40];
        Assert.Equal([2, 20, 4, 40, 1, 10, 3, 30], QuarterTurn.Turn(image, 2, 2, 1));
        Assert.Equal([4, 40, 3, 30, 2, 20, 1, 10], QuarterTurn.Turn(image, 2, 2, 2));
        Assert.Equal([3, 30, 1, 10, 4, 40, 2, 20], QuarterTurn.Turn(image, 2, 2, 3));
        Assert.Equal(image, QuarterTurn.Turn(image, 2, 2, 4));
        Assert.Equal([3, 30, 4, 40, 1, 10, 2, 20], VerticalFlip.Flip(image, 2, 2, 2));
        Assert.Equal([2, 20, 1, 10, 4, 40, 3, 30], HorizontalFlip.Flip(image, 2, 2, 2));
    }

    [Fact]
    public void All_three_quarter_turns_occur_equally_often()
    {
        float[] image = [1, 2, 3, 4];
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 3000; i++)
        {
            var pair = new AugmentedPair([.. image], [.. image], 2, 2);
            new QuarterTurn().Apply(pair, new SampleRandom(1, i));
            Assert.Equal(pair.Image, pair.Target);
            counts[string.Join(' ', pair.Image)] = counts.GetValueOrDefault(string.Join(' ', pair.Image)) + 1;
        }

        Assert.Equal(["2 4 1 3", "3 1 4 2", "4 3 2 1"], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 900, 1100));
    }

    [Fact]
    public void A_patch_that_is_not_square_cannot_be_turned()
    {
        var pair = new AugmentedPair(new float[6], null, 2, 3);
        Assert.Contains("ROT90", Assert.Throws<InputException>(() => new QuarterTurn().Apply(pair, new SampleRandom(1))).Message);
    }

    [Fact]
    public void Brightness_and_contrast_leave_the_target_and_stay_in_their_range()
    {
        double lowest = 1, highest = -1;
        for (var i = 0; i < 500; i++)
        {
            var pair = new AugmentedPair([2], [2], 1, 1);
            new Brightness(-0.1, 0.3).Apply(pair, new SampleRandom(1, i));
            lowest = Math.Min(lowest, pair.Image[0] - 2);
            highest = Math.Max(highest, pair.Image[0] - 2);
            new Contrast().Apply(pair, new SampleRandom(2, i));
            Assert.Equal(2, pair.Target![0]);
        }

        Assert.InRange(lowest, -0.1001, -0.09);
        Assert.InRange(highest, 0.29, 0.3001);
    }

    [Fact]
    public void Steps_are_applied_in_the_references_order_each_with_its_own_chance()
    {
        // Turn, then contrast: brightness before contrast is seen in the factor.
        var pair = new AugmentedPair([1, 2, 3, 4], [1, 2, 3, 4], 2, 2);
        new AugmentationPipeline([new VerticalFlip(), new Contrast(1, 1), new Brightness(1, 1)], 1).Apply(pair, new SampleRandom(0));
        Assert.Equal([8, 10, 4, 6], pair.Image);
        Assert.Equal([3, 4, 1, 2], pair.Target!);

        var pipeline = new AugmentationPipeline([new VerticalFlip(), new Brightness(10, 10)], 0.3);
        var outcomes = Enumerable.Range(0, 4000).Select(i =>
        {
            var one = new AugmentedPair([1, 2], null, 2, 1);
            pipeline.Apply(one, new SampleRandom(5, i));
            return (Flipped: one.Image[0] > one.Image[1], Brighter: one.Image[0] > 5);
        }).ToList();
        Assert.InRange(outcomes.Count(o => o.Flipped), 1100, 1300);
        Assert.InRange(outcomes.Count(o => o.Brighter), 1100, 1300);
        Assert.InRange(outcomes.Count(o => o.Flipped && o.Brighter), 300, 420);
    }

    private static string Name(JsonElement c) => c.GetProperty("case").GetString()!;

    private static NumpyFile Array(JsonElement c, string key) => Golden.Array("augment", c.GetProperty(key).GetString()!);
}
