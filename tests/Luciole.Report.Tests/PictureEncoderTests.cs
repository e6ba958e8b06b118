namespace Luciole.Report.Tests;

public sealed class PictureEncoderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2_000)]
    [InlineData(6_500)]
    public void Noise_the_hardest_to_compress_still_keeps_to_the_budget(int pictures)
    {
        const int side = 1024;
        var random = new Random(1);
        var noise = Enumerable.Range(0, side * side).Select(_ => random.NextDouble()).ToArray();
        var bytes = new PictureEncoder(pictures).Encode(noise, side, side, 0, 1).Length;
        Assert.InRange(bytes * 4L / 3 * pictures, 1, PictureEncoder.Budget);
    }

    [Theory]
    [InlineData(1024, 768, 1, 1024, 768)]
    [InlineData(3000, 100, 1, 1000, 34)]
    [InlineData(7, 9, 10_000, 7, 9)]
    public void Images_are_reduced_to_the_side_that_the_number_allows(int width, int height, int pictures, int expectedWidth, int expectedHeight)
    {
        var jpeg = new PictureEncoder(pictures).Encode(new double[width * height], height, width, 0, 1);
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        Assert.Equal((expectedHeight, expectedWidth), ((jpeg[frame + 5] << 8) | jpeg[frame + 6], (jpeg[frame + 7] << 8) | jpeg[frame + 8]));
    }
}
