using Luciole.Imaging.Pixels;

namespace Luciole.Report.Tests;

public sealed class ReducedImageTests
{
    [Theory]
    [InlineData(7, 5, 1, 0, 7)]
    [InlineData(7, 5, 1, 0, 3)]
    [InlineData(64, 200, 3, 2, 50)]
    [InlineData(1, 900, 2, 1, 100)]
    [InlineData(3000, 700, 1, 0, 64)]
    public void A_pixel_is_the_mean_of_its_square(int height, int width, int channels, int channel, int side)
    {
        var random = new Random(height);
        var samples = Enumerable.Range(0, height * width * channels).Select(_ => random.NextSingle() * 1000).ToArray();
        using var image = ImageArray.FromSingle(height, width, channels, samples);
        var reduced = ReducedImage.Read(image, channel, side);
        var factor = (int)Math.Ceiling(Math.Max(height, width) / (double)side);
        Assert.Equal(((int)Math.Ceiling(height / (double)factor), (int)Math.Ceiling(width / (double)factor)), (reduced.Height, reduced.Width));
        Assert.InRange(Math.Max(reduced.Height, reduced.Width), 1, side);
        for (var i = 0; i < reduced.Pixels.Length; i += 7)
        {
            var (top, left) = (i / reduced.Width * factor, i % reduced.Width * factor);
            var square = from y in Enumerable.Range(top, Math.Min(factor, height - top))
                         from x in Enumerable.Range(left, Math.Min(factor, width - left))
                         select (double)samples[(((y * width) + x) * channels) + channel];
            Assert.Equal(square.Average(), reduced.Pixels[i], 1e-9);
        }
    }

    [Fact]
    public void Pixels_that_are_no_numbers_are_left_out()
    {
        using var image = ImageArray.FromSingle(2, 4, 1, [1, float.NaN, float.NaN, float.PositiveInfinity, 2, 3, float.NaN, float.NaN]);
        Assert.Equal([2.0, 0.0], ReducedImage.Read(image, 0, 2).Pixels);
    }
}
