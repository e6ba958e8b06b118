using Luciole.Data.Discovery;
using Luciole.Data.Filtering;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Filtering;

public sealed class SampleFilterTests
{
    private static readonly float[] s_raw = [10, 20, 30, 40, 50, 60];
    private static readonly float[] s_target = [12, 18, 30, 0, 90, 60];

    [Theory]
    [InlineData(SampleProperty.Mean, 35)]
    [InlineData(SampleProperty.Minimum, 10)]
    [InlineData(SampleProperty.Maximum, 60)]
    [InlineData(SampleProperty.TargetMean, 35)]
    [InlineData(SampleProperty.TargetMinimum, 0)]
    [InlineData(SampleProperty.TargetMaximum, 90)]
    [InlineData(SampleProperty.Difference, 84)]
    [InlineData(SampleProperty.DifferenceTimesRange, 84 * 50)]
    [InlineData(SampleProperty.DifferenceTimesTargetRange, 84 * 90)]
    public void Properties_are_measured(SampleProperty property, double expected)
    {
        // The target is darker than the raw image in places, which unsigned arithmetic would get wrong.
        var statistics = SampleStatistics.Measure(Image(2, 3, s_raw), Image(2, 3, s_target));
        Assert.Equal(expected, statistics[property], 1e-9);
    }

    [Theory]
    [InlineData(Comparison.Above, 35, false)]
    [InlineData(Comparison.Above, 34.9, true)]
    [InlineData(Comparison.AtLeast, 35, true)]
    [InlineData(Comparison.AtLeast, 35.1, false)]
    [InlineData(Comparison.Below, 35, false)]
    [InlineData(Comparison.Below, 35.1, true)]
    [InlineData(Comparison.AtMost, 35, true)]
    [InlineData(Comparison.AtMost, 34.9, false)]
    public void Comparisons_are_what_they_are_called(Comparison comparison, double value, bool holds) =>
        Assert.Equal(holds, new FilterCondition(SampleProperty.Mean, comparison, value).Holds(SampleStatistics.Measure(Image(2, 3, s_raw), null)));

    [Fact]
    public void A_sample_goes_when_all_conditions_of_one_group_hold()
    {
        var statistics = SampleStatistics.Measure(Image(2, 3, s_raw), null);
        FilterCondition True(double value) => new(SampleProperty.Maximum, Comparison.Above, value);
        var never = new FilterCondition(SampleProperty.Minimum, Comparison.Below, 5);
        Assert.Null(new SampleFilter([]).ReasonAgainst(statistics));
        Assert.Null(new SampleFilter([[True(1), never], [never]]).ReasonAgainst(statistics));
        Assert.Equal("max 60 is above 2", new SampleFilter([[True(1), never], [True(2)]]).ReasonAgainst(statistics));
        Assert.Equal("max 60 is above 1 and max 60 is above 59.5", new SampleFilter([[True(1), True(59.5)]]).ReasonAgainst(statistics));
    }

    [Fact]
    public void Samples_are_kept_in_order_and_the_others_come_with_their_reasons()
    {
        var images = new Dictionary<string, MemoryImage> { ["a"] = Image(1, 2, [1, 3]), ["b"] = Image(1, 2, [10, 30]), ["c"] = Image(1, 2, [2, 2]) };
        var samples = images.Keys.Select(name => new Sample(name, null, name)).ToList();
        var filter = new SampleFilter([[new FilterCondition(SampleProperty.Mean, Comparison.AtLeast, 20)]]);
        Assert.False(filter.NeedsTarget);
        var (kept, leftOut) = filter.Keep(samples, path => images[path]);
        Assert.Equal(["a", "c"], kept.Select(s => s.RawPath));
        Assert.Equal([("b", "mean 20 is at or above 20")], leftOut.Select(l => (l.Sample.RawPath, l.Reason)));
        Assert.All(images.Values, image => Assert.True(image.Disposed));
    }

    [Fact]
    public void Normalisation_comes_first_on_demand()
    {
        var settings = new NormalizationSettings { Type = NormalizationType.ScaleRange };
        var statistics = SampleStatistics.Measure(Image(2, 3, s_raw), Image(2, 3, s_target), settings);
        Assert.Equal(0.5, statistics[SampleProperty.Mean], 1e-6);
        Assert.Equal(1, statistics[SampleProperty.Maximum], 1e-6);
        Assert.Equal(35 / 90.0, statistics[SampleProperty.TargetMean], 1e-6);
        Assert.Equal(statistics[SampleProperty.Difference], statistics[SampleProperty.DifferenceTimesRange], 1e-5);
    }

    [Fact]
    public void Large_images_are_read_by_bands()
    {
        var image = MemoryImage.Random(3, 1500, 1000);
        var statistics = SampleStatistics.Measure(image, null);
        Assert.InRange(image.LargestRead, 1, 1100);
        Assert.Equal(image.Values.Average(v => (double)v), statistics[SampleProperty.Mean], 1e-6);
        Assert.Equal((image.Values.Min(), image.Values.Max()), (statistics[SampleProperty.Minimum], statistics[SampleProperty.Maximum]));
    }

    [Fact]
    public void Patches_are_judged_by_themselves_with_the_range_of_the_whole_image()
    {
        // Four patches of 2 x 2 with means 1, 2, 3 and 4; the target differs from the raw image by 1 in the last patch only.
        float[] raw = [.. Enumerable.Range(0, 16).Select(i => (float)(1 + (i / 8 * 2) + (i % 4 / 2)))];
        float[] target = [.. raw.Select(v => v == 4 ? 5 : v)];
        var images = new Dictionary<string, Func<MemoryImage>> { ["x"] = () => Image(4, 4, raw), ["y"] = () => Image(4, 4, target) };
        var sample = new Sample("x", "y", "x");
        var grid = new PatchGrid(4, 4, PatchShape.Square(2));
        IReadOnlyList<int> Kept(SampleProperty property, Comparison comparison, double value) =>
            new SampleFilter([[new FilterCondition(property, comparison, value)]]).KeptPatches(sample, path => images[path](), grid);
        Assert.Equal([0, 1], Kept(SampleProperty.Mean, Comparison.AtLeast, 3));
        Assert.Equal([3], Kept(SampleProperty.Difference, Comparison.Below, 1));
        Assert.Equal([0, 1, 2], Kept(SampleProperty.DifferenceTimesRange, Comparison.AtLeast, 4 * 3));
        Assert.Equal([0, 1, 2, 3], Kept(SampleProperty.DifferenceTimesRange, Comparison.AtLeast, (4 * 3) + 0.1));
        Assert.Equal([0, 1, 2, 3], Kept(SampleProperty.DifferenceTimesTargetRange, Comparison.AtLeast, (4 * 4) + 0.1));
    }

    [Fact]
    public void Patches_see_the_reflected_image_and_its_normalisation()
    {
        var settings = new NormalizationSettings { Type = NormalizationType.ScaleRange };
        var padding = ReflectPadding.ToPatch(2, 4, PatchShape.Square(4));
        var grid = new PatchGrid(padding.PaddedHeight, padding.PaddedWidth, PatchShape.Square(4));
        var filter = new SampleFilter([[new FilterCondition(SampleProperty.Maximum, Comparison.Above, 0.9)]], settings);
        Assert.Empty(filter.KeptPatches(new Sample("x", null, "x"), _ => Image(2, 4, [0, 0, 0, 0, 0, 0, 0, 500]), grid, padding));
    }

    [Fact]
    public void What_cannot_be_judged_is_named_or_kept()
    {
        var filter = new SampleFilter([[new FilterCondition(SampleProperty.TargetMean, Comparison.Below, 1)]]);
        Assert.True(filter.NeedsTarget);
        var alone = new Sample("alone.tif", null, "a");
        Assert.Contains("alone.tif: has no target", Assert.Throws<InputException>(() => filter.Keep([alone], _ => Image(1, 1, [0]))).Message);
        Assert.Equal([alone], filter.Keep([alone], _ => Image(1, 1, [0]), keepDamaged: true).Kept);
        var pair = new Sample("x", "y", "x");
        Assert.Contains("same size", Assert.Throws<InputException>(() => filter.Keep([pair], path => path == "x" ? Image(1, 2, [0, 0]) : Image(2, 1, [0, 0]))).Message);
        Assert.Throws<InputException>(() => filter.Keep([pair], _ => throw new InputException("damaged")));
    }

    private static MemoryImage Image(int height, int width, float[] values) => new(height, width, 1, SampleType.UInt16, values);
}
