using Luciole.Data.Augmentation;
using Luciole.Data.RandomStreams;

namespace Luciole.Data.Tests.Augmentation;

public sealed class RandomRotationTests
{
    [Theory]
    [InlineData(BorderRule.Reflect, "0.951 1.817 4.4869 6.8038 1.7189 4.5849 7.451 10.2679 4.7321 7.549 10.4151 13.2811 8.1962 10.5131 13.183 14.049")]
    [InlineData(BorderRule.Mirror, "3.1471 2.0131 4.4869 6.2548 1.7189 4.5849 7.451 10.2189 4.7811 7.549 10.4151 13.2811 8.7452 10.5131 12.9869 11.8529")]
    [InlineData(BorderRule.Constant, "0 0 4.4869 0 1.7189 4.5849 7.451 0 0 7.549 10.4151 13.2811 0 10.5131 0 0")]
    [InlineData(BorderRule.Wrap, "10.7548 13.6208 4.4869 4.3529 1.7189 4.5849 7.451 7.317 7.683 7.549 10.4151 13.2811 10.6471 10.5131 1.3792 4.2452")]
    public void Thirty_degrees_give_the_known_figures(BorderRule border, string expected)
    {
        var image = TestImages.Make(4, 4, 1, (y, x, _) => (4 * y) + x);
        TestImages.Near([.. expected.Split(' ').Select(float.Parse)], Rotate(image, 4, 4, 1, 30, border), 6e-5);
    }

    [Theory]
    [InlineData(BorderRule.Reflect)]
    [InlineData(BorderRule.Mirror)]
    [InlineData(BorderRule.Nearest)]
    [InlineData(BorderRule.Wrap)]
    [InlineData(BorderRule.Constant)]
    public void Rotations_equal_a_plain_second_implementation(BorderRule border)
    {
        foreach (var (height, width) in new[] { (37, 61), (64, 20), (2, 3), (1, 9), (1, 1) })
        {
            var image = TestImages.Noise(height, width);
            foreach (var angle in new[] { 0, 1, -7, 33, 45, 89, 90, 135, 180, 211, -270, 359 })
                TestImages.Near(PlainRotation(image, height, width, angle, border), Rotate(image, height, width, 1, angle, border), 3e-6);
        }
    }

    [Fact]
    public void Channels_turn_alike()
    {
        var image = TestImages.Noise(21, 34, 3);
        var turned = Rotate(image, 21, 34, 3, 25, BorderRule.Mirror);
        for (var c = 0; c < 3; c++)
            TestImages.Near(Rotate(TestImages.Channel(image, 3, c), 21, 34, 1, 25, BorderRule.Mirror), TestImages.Channel(turned, 3, c), 1e-5);
    }

    [Fact]
    public void Nearest_pixels_bring_no_new_values()
    {
        var image = TestImages.Make(30, 30, 1, (y, x, _) => (y / 5) + (x / 5) + 1);
        var result = new float[900];
        RandomRotation.Rotate(image, result, 30, 30, 1, 20, BorderRule.Constant, Interpolation.Nearest);
        Assert.All(result, value => Assert.Equal(MathF.Round(value), value));
        RandomRotation.Rotate(image, result, 30, 30, 1, 90, BorderRule.Constant, Interpolation.Nearest);
        Assert.Equal(QuarterTurn.Turn(image, 30, 1, 1), result);
    }

    [Fact]
    public void Whole_degrees_are_drawn_and_the_upper_end_is_not()
    {
        var image = TestImages.Noise(6, 6);
        string Key(float[] values) => string.Join(' ', values);
        var angles = Enumerable.Range(-2, 4).ToDictionary(angle => Key(Rotate(image, 6, 6, 1, angle, BorderRule.Reflect)), angle => angle);
        var seen = new HashSet<int>();
        for (var i = 0; i < 200; i++)
        {
            var pair = new AugmentedPair([.. image], [.. image], 6, 6);
            new RandomRotation(-2.9, 2, BorderRule.Reflect).Apply(pair, new SampleRandom(i));
            Assert.Equal(pair.Image, pair.Target);
            seen.Add(angles[Key(pair.Image)]);
        }

        Assert.Equal([-2, -1, 0, 1], seen.Order());
    }

    private static float[] Rotate(float[] image, int height, int width, int channels, double angle, BorderRule border)
    {
        var result = new float[image.Length];
        RandomRotation.Rotate(image, result, height, width, channels, angle, border);
        return result;
    }

    /// <summary>Two linear interpolations in double precision; borders by walking.</summary>
    private static float[] PlainRotation(float[] image, int height, int width, int angle, BorderRule border)
    {
        var (sine, cosine) = Math.SinCos(angle * Math.PI / 180);
        if (angle % 90 == 0)
            (sine, cosine) = (Math.Round(sine), Math.Round(cosine));
        double middleY = (height - 1) / 2.0, middleX = (width - 1) / 2.0;
        return TestImages.Make(height, width, 1, (y, x, _) =>
        {
            var atY = (cosine * (y - middleY)) + (sine * (x - middleX)) + middleY;
            var atX = (-sine * (y - middleY)) + (cosine * (x - middleX)) + middleX;
            if (border == BorderRule.Constant && (atY < 0 || atY > height - 1 || atX < 0 || atX > width - 1))
                return 0;
            (atY, atX) = (Walk(atY, height, border), Walk(atX, width, border));
            double top = Math.Floor(atY), left = Math.Floor(atX);
            double At(double py, double px) => image[((int)Math.Clamp(py, 0, height - 1) * width) + (int)Math.Clamp(px, 0, width - 1)];
            var upper = ((1 - atX + left) * At(top, left)) + ((atX - left) * At(top, left + 1));
            var lower = ((1 - atX + left) * At(top + 1, left)) + ((atX - left) * At(top + 1, left + 1));
            return ((1 - atY + top) * upper) + ((atY - top) * lower);
        });
    }

    private static double Walk(double at, int length, BorderRule border)
    {
        if (length == 1)
            return 0;
        double low = border == BorderRule.Reflect ? -0.5 : 0, high = border == BorderRule.Reflect ? length - 0.5 : length - 1;
        while (at < low || at > high)
        {
            at = border switch
            {
                BorderRule.Nearest => Math.Clamp(at, 0, length - 1),
                BorderRule.Wrap => at < 0 ? (at % (length - 1)) + length - 1 : at % (length - 1),
                _ => at < low ? (2 * low) - at : (2 * high) - at,
            };
        }

        return at;
    }
}
