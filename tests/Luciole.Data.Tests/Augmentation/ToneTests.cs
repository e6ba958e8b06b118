using Luciole.Data.Augmentation;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Tests.Augmentation;

/// <summary>Gamma, greyscale and channel order.</summary>
public sealed class ToneTests
{
    [Theory]
    [InlineData(1.25)]
    [InlineData(0.5)]
    [InlineData(7)]
    public void Gamma_is_a_power_of_the_clipped_value(double gamma)
    {
        var image = TestImages.Make(5, 41, 1, (y, x, _) => ((y * 41) + x - 20) / 180.0);
        var changed = image.ToArray();
        GammaContrast.Change(changed, gamma);
        TestImages.Near([.. image.Select(v => (float)Math.Pow(Math.Clamp(v, 0, 1), gamma))], changed, 2e-6);
    }

    [Fact]
    public void Gamma_1_only_clips_and_gamma_0_is_white()
    {
        float[] image = [-1, 0, 0.25f, 1, 2];
        GammaContrast.Change(image, 1);
        TestImages.Near([0, 0, 0.25f, 1, 1], image, 1e-7);
        GammaContrast.Change(image, 0);
        Assert.Equal([1, 1, 1, 1, 1], image);
    }

    [Fact]
    public void Grey_is_the_mean_of_the_channels()
    {
        var pair = new AugmentedPair([1, 2, 6, 0, 0, 3], [5, 6], 1, 2);
        new Grayscale().Apply(pair, new SampleRandom(1));
        Assert.Equal([3, 3, 3, 1, 1, 1], pair.Image);
        Assert.Equal([5, 6], pair.Target!);
    }

    [Fact]
    public void Grey_needs_three_channels()
    {
        var message = Assert.Throws<InputException>(() => new Grayscale().Apply(new AugmentedPair(new float[8], null, 2, 2), new SampleRandom(1))).Message;
        Assert.Contains("GRAYSCALE", message);
        Assert.Contains("not of 2", message);
    }

    [Fact]
    public void Channels_take_every_order()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 100; i++)
        {
            var pair = new AugmentedPair([1, 2, 3, 4, 5, 6], [7, 8], 1, 2);
            new ChannelShuffle().Apply(pair, new SampleRandom(i));
            Assert.Equal(pair.Image[..3].Select(v => v + 3), pair.Image[3..]);
            Assert.Equal([7, 8], pair.Target!);
            seen.Add(string.Join(' ', pair.Image[..3]));
        }

        Assert.Equal(6, seen.Count);
    }
}
