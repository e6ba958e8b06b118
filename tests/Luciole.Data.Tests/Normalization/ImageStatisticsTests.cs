using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Normalization;

public sealed class ImageStatisticsTests
{
    // Figures computed with NumPy 1.24: a = ((arange(35)*37)%101-50).astype(float32)/7, b = ((arange(35)*9973)%65536).astype(uint16).
    private static readonly float[] Floats = [.. Enumerable.Range(0, 35).Select(i => (float)(((i * 37) % 101) - 50) / 7)];
    private static readonly float[] Counts = [.. Enumerable.Range(0, 35).Select(i => (float)((i * 9973) % 65536))];

    [Theory]
    [InlineData(0, -7.142857074737549)]
    [InlineData(2, -6.851428642272949)]
    [InlineData(33.3, -2.2905714516639715)]
    [InlineData(50, -0.4285714328289032)]
    [InlineData(99.8, 7.11371423149109)]
    public void Percentiles_of_single_precision_images_equal_numpys_to_the_last_digit(double percent, double expected)
    {
        Assert.Equal(expected, ImageStatistics.Measure(Floats, SampleType.Float32, new IntensityClip(lowerPercent: percent)).ClipLower);
    }

    [Theory]
    [InlineData(2, 971)]
    [InlineData(33.3, 18981)]
    [InlineData(50, 29919)]
    [InlineData(99.8, 64016)]
    public void Percentiles_of_integer_images_are_truncated(double percent, double expected)
    {
        Assert.Equal(expected, ImageStatistics.Measure(Counts, SampleType.UInt16, new IntensityClip(upperPercent: percent)).ClipUpper);
    }

    [Fact]
    public void Moments_are_those_of_the_clipped_image()
    {
        var statistics = ImageStatistics.Measure(Floats, SampleType.Float32, new IntensityClip(2, 99.8));
        Assert.Equal(-0.13944489785603115, statistics.Mean, 6);
        Assert.Equal(4.192903579006328, statistics.StandardDeviation, 6);
        Assert.Equal(-6.851428642272949, statistics.Minimum);
        Assert.Equal(7.11371423149109, statistics.Maximum);
    }

    [Fact]
    public void The_reflected_image_is_measured_without_being_made()
    {
        using var image = new MemoryImage(5, 7, 1, SampleType.UInt16, Counts);
        var padding = ReflectPadding.ToPatch(5, 7, PatchShape.Square(11));
        var statistics = ImageStatistics.Measure(image, padding: padding);
        Assert.Equal(121, statistics.Count);
        Assert.Equal(32405.438016528926, statistics.Mean, 1e-9);
        Assert.Equal(17210.510280463117, statistics.StandardDeviation, 1e-9);
        var clipped = ImageStatistics.Measure(image, new IntensityClip(2, 99.8), padding);
        Assert.Equal(1998, clipped.ClipLower);
        Assert.Equal(32431.355371900827, clipped.Mean, 1e-9);
    }

    [Fact]
    public void Measuring_in_bands_equals_measuring_at_once()
    {
        using var image = MemoryImage.Random(4, 301, 4001, 2, SampleType.Float32);
        var clip = new IntensityClip(1, 99);
        var padding = ReflectPadding.ToPatch(301, 4001, PatchShape.Square(320));
        var banded = ImageStatistics.Measure(image, clip, padding);
        var atOnce = ImageStatistics.Measure(padding.Apply(image.Values, 2), SampleType.Float32, clip);
        Assert.True(image.LargestRead < image.Height, "the image was read in one piece");
        Assert.Equal(atOnce with { Mean = banded.Mean, StandardDeviation = banded.StandardDeviation }, banded);
        Assert.Equal(atOnce.Mean, banded.Mean, 1e-12);
        Assert.Equal(atOnce.StandardDeviation, banded.StandardDeviation, 1e-12);
    }

    [Fact]
    public void A_large_offset_does_not_spoil_the_variance()
    {
        var values = Enumerable.Range(0, 4096).Select(i => 16_000_000f + (i % 2)).ToArray();
        Assert.Equal(0.5, ImageStatistics.Measure(values, SampleType.UInt32).StandardDeviation, 1e-9);
    }

    [Fact]
    public void Given_bounds_are_used_as_given_and_may_be_mixed_with_percentiles()
    {
        var statistics = ImageStatistics.Measure(Counts, SampleType.UInt16, new IntensityClip(lowerPercent: 50, upperPercent: 99, upperValue: 40000));
        Assert.Equal(29919, statistics.ClipLower);
        Assert.Equal(40000, statistics.ClipUpper);
        Assert.Equal(40000, statistics.Maximum);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_value_that_is_no_number_is_refused_with_the_images_name(float bad)
    {
        using var image = new MemoryImage(1, 3, 1, SampleType.Float32, [1, bad, 3], "broken.tif");
        Assert.Contains("broken.tif", Assert.Throws<InputException>(() => ImageStatistics.Measure(image)).Message);
        Assert.Contains("broken.tif", Assert.Throws<InputException>(() => ImageStatistics.Measure(image, new IntensityClip(2, 98))).Message);
    }

    [Fact]
    public void Senseless_bounds_are_refused_with_their_key()
    {
        Assert.Contains("UPPER_PERC", Assert.Throws<InputException>(() => new IntensityClip(2, 101)).Message);
        Assert.Contains("LOWER_PERC", Assert.Throws<InputException>(() => new IntensityClip(98, 2)).Message);
        Assert.Contains("LOWER_VALUE", Assert.Throws<InputException>(() => new IntensityClip(lowerValue: 5, upperValue: 5)).Message);
        var crossed = new IntensityClip(lowerPercent: 50, upperValue: 1);
        Assert.Contains("nothing between", Assert.Throws<InputException>(() => ImageStatistics.Measure(Counts, SampleType.UInt16, crossed)).Message);
    }
}
