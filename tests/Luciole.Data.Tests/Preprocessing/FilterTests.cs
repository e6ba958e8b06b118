using Luciole.Data.Augmentation;
using Luciole.Data.Preprocessing;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Preprocessing;

/// <summary>The filters against closed forms and a few figures of scikit-image 0.19.</summary>
public sealed class FilterTests
{
    [Fact]
    public void Resizing_has_the_figures_of_scikit_image()
    {
        var powers = Enumerable.Range(0, 16).Select(i => (float)Math.Pow(i, 1.5)).ToArray();
        Compare.RelativeToLargest(
            [2.015028323958245f, 6.111674614284609f, 17.201939221367116f, 25.3307117324361f, 40.98619556761617f, 51.707951444610444f],
            new Resize(new ResizeOptions { Height = 3, Width = 2 }).Apply(Floats(4, 4, powers)).Samples,
            1e-6,
            "linear");
        Compare.RelativeToLargest(
            [
                3.831920163454015f, 5.0116918774265375f, 7.018162669731607f, 9.651730669760948f, 11.463714576838845f,
                32.72910375312939f, 35.58855470452844f, 39.98742371279439f, 44.66265551351427f, 47.80072344001368f,
            ],
            new Resize(new ResizeOptions { Height = 2, Width = 5, Order = 3, Clip = false, AntiAliasing = true }).Apply(Floats(4, 4, powers)).Samples,
            1e-6,
            "cubic");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void An_image_resized_to_its_own_size_is_itself(int order)
    {
        var image = Image(9, 11, 2, SampleType.UInt16);
        var resized = new Resize(new ResizeOptions { Height = 9, Width = 11, Order = order }).Apply(new Raster(image.Shape, [.. image.Samples]));
        Assert.Equal(image.Samples, resized.Samples);
    }

    [Fact]
    public void Splines_that_leave_the_images_range_are_clipped_and_integers_rounded()
    {
        var step = new Raster(new RasterShape(1, 8, 1, SampleType.UInt8), [10, 10, 10, 10, 250, 250, 250, 250]);
        var options = new ResizeOptions { Height = 1, Width = 32, Order = 3 };
        var clipped = new Resize(options).Apply(step).Samples;
        Assert.Equal((10, 250), (clipped.Min(), clipped.Max()));
        Assert.All(clipped, v => Assert.Equal(MathF.Round(v), v));
        var free = new Resize(options with { Clip = false }).Apply(step).Samples;
        Assert.Equal((0, 255), (free.Min(), free.Max()));
    }

    [Fact]
    public void A_constant_border_is_seen_at_the_edges()
    {
        var ones = Floats(4, 4, [.. Enumerable.Repeat(1f, 16)]);
        var resized = new Resize(new ResizeOptions { Height = 8, Width = 8, Border = BorderRule.Constant, Constant = -3 }).Apply(ones).Samples;

        // The outer new pixels lie a quarter of an old one outside of its centre: 3/4 of 1 and 1/4 of -3, in the corner twice.
        Assert.Equal(-0.75f, resized[0], 1e-6f);
        Assert.Equal(0f, resized[1], 1e-6f);
        Assert.Equal(1f, resized[9], 1e-6f);
    }

    [Fact]
    public void Fractions_of_the_types_range_on_demand()
    {
        var image = new Raster(new RasterShape(1, 2, 1, SampleType.UInt8), [51, 255]);
        var resize = new Resize(new ResizeOptions { Height = 1, Width = 2, PreserveRange = false });
        Assert.Equal(SampleType.Float32, resize.ShapeAfter(image.Shape).SampleType);
        Assert.Equal([0.2f, 1f], resize.Apply(image).Samples);
    }

    [Fact]
    public void A_blurred_point_is_a_Gaussian()
    {
        var point = new float[81];
        point[40] = 1;
        var blurred = new GaussianFilter(1, BorderRule.Constant).Apply(Floats(9, 9, point)).Samples;
        var sum = Enumerable.Range(-4, 9).Sum(i => Math.Exp(-i * i / 2.0));
        for (var i = 0; i < 81; i++)
            Assert.Equal(Math.Exp(-((Math.Pow((i / 9) - 4, 2) + Math.Pow((i % 9) - 4, 2)) / 2)) / (sum * sum), blurred[i], 1e-7);
    }

    [Fact]
    public void A_blur_of_nothing_and_of_a_constant_change_nothing()
    {
        var image = Image(7, 9, 3, SampleType.UInt8);
        Assert.Equal(image.Samples, new GaussianFilter(0, BorderRule.Nearest).Apply(image).Samples);
        var flat = new Raster(new RasterShape(5, 5, 1, SampleType.UInt16), [.. Enumerable.Repeat(40_000f, 25)]);
        Assert.All(new GaussianFilter(3, BorderRule.Mirror).Apply(flat).Samples, v => Assert.Equal(40_000f, v));
    }

    [Fact]
    public void The_median_of_a_rectangle_with_repeated_edges_channel_by_channel()
    {
        float[] first = [1, 9, 2, 8, 3, 7], second = [6, 6, 6, 0, 0, 0];
        var image = new Raster(new RasterShape(2, 3, 2, SampleType.UInt8), [.. first.Zip(second).SelectMany(p => new[] { p.First, p.Second })]);
        var filtered = new MedianFilter(1, 3).Apply(image).Samples;
        Assert.Equal([1, 2, 2, 8, 7, 7], filtered.Where((_, i) => i % 2 == 0));
        Assert.Equal([6, 6, 6, 0, 0, 0], filtered.Where((_, i) => i % 2 == 1));
    }

    [Fact]
    public void Histograms_are_matched_by_their_quantiles()
    {
        var references = new[] { ImageArray.FromSingle(1, 2, 1, [10, 30]), ImageArray.FromSingle(2, 1, 1, [20, 40]) };
        var matching = HistogramMatching.Of(references);

        // A quarter lies at or below 1 and at or below 10, and so on; 5 of 8 lie between 20 (a half) and 30 (three quarters).
        Assert.Equal([10, 30, 30, 40], matching.Apply(Floats(1, 4, [1, 2, 2, 3])).Samples);
        Assert.Equal([25, 25, 25, 25, 25, 40, 40, 40], matching.Apply(Floats(2, 4, [1, 1, 1, 1, 1, 2, 2, 2])).Samples);
        Assert.Equal([40, 40], matching.Apply(Floats(1, 2, [7, 7])).Samples);
    }

    [Fact]
    public void A_reference_without_numbers_is_named()
    {
        var error = Assert.Throws<InputException>(() => HistogramMatching.Of([ImageArray.FromSingle(1, 2, 1, [10, float.NaN], "holes.tif")]));
        Assert.Contains("holes.tif", error.Message);
    }

    [Fact]
    public void Adaptive_equalisation_has_the_figures_of_scikit_image()
    {
        float[] expected =
        [
            4.1803f, 154.6721f, 37.623f, 167.2131f, 45.9836f, 188.1148f, 71.0656f, 204.8361f, 104.5082f, 255f, 137.9508f, 12.541f, 146.3115f, 25.082f, 171.3934f, 54.3443f,
            204.8361f, 87.7869f, 238.2787f, 112.8689f, 246.6393f, 125.4098f, 4.1803f, 154.6721f, 41.8033f, 183.9344f, 62.7049f, 207.9713f, 83.6066f, 226.7828f, 104.5082f, 255f,
        ];
        var image = new Raster(new RasterShape(8, 8, 1, SampleType.UInt8), [.. Enumerable.Range(0, 64).Select(i => (float)(i * 29 % 53))]);
        var equalized = new AdaptiveHistogramEqualization(4, 4, 0.1).Apply(image).Samples;
        Assert.Equal(expected.Select(v => MathF.Round(v)), equalized.Take(32));
    }

    [Fact]
    public void Equalisation_spans_the_type_and_leaves_what_has_no_contrast()
    {
        var image = Image(40, 30, 2, SampleType.UInt16);
        var equalized = new AdaptiveHistogramEqualization(null, null, 0.01).Apply(image).Samples;
        Assert.Equal((0, 65535), (equalized.Min(), equalized.Max()));
        var flat = new Raster(new RasterShape(5, 5, 1, SampleType.Float32), [.. Enumerable.Repeat(0.25f, 25)]);
        Assert.All(new AdaptiveHistogramEqualization(2, 2, 0.01).Apply(flat).Samples, v => Assert.Equal(0.25f, v));
    }

    [Fact]
    public void Edges_run_where_the_image_is_steepest_and_not_at_its_border()
    {
        // Each row rises from 0 to 1, most steeply around its fifth pixel.
        float[] row = [0, 0, 0, 0.1f, 0.55f, 1, 1, 1, 1];
        var image = Floats(8, 9, [.. Enumerable.Repeat(row, 8).SelectMany(r => r)]);
        var edges = new CannyEdges(null, null).Apply(image);
        Assert.Equal(new RasterShape(8, 9, 1, SampleType.UInt8), edges.Shape);
        for (var i = 0; i < 72; i++)
            Assert.Equal(i % 9 == 4 && i / 9 is > 0 and < 7 ? 255 : 0, edges.Samples[i]);
        Assert.All(new CannyEdges(9, 10).Apply(image).Samples, v => Assert.Equal(0, v));
    }

    [Fact]
    public void Weak_edges_count_where_they_touch_strong_ones()
    {
        // Two parallel rises, one that is weak all along, one that begins strong and weakens.
        var samples = new float[20 * 30];
        for (var i = 0; i < samples.Length; i++)
        {
            var (y, x) = (i / 30, i % 30);
            samples[i] = (0.5f * Ramp(x - 7) * (1 - (0.045f * y))) + (0.1f * Ramp(x - 21));
        }

        static float Ramp(int x) => x < 0 ? 0 : x == 0 ? 0.4f : 1;
        Assert.Contains(255, new CannyEdges(0.25, 0.25).Apply(Floats(20, 30, samples)).Samples.Where((_, i) => i % 30 > 17));
        var edges = new CannyEdges(0.25, 0.8).Apply(Floats(20, 30, samples)).Samples;
        Assert.Contains(255, edges.Where((_, i) => i / 30 == 17 && i % 30 < 14));
        Assert.DoesNotContain(255, edges.Where((_, i) => i % 30 > 17));
    }

    [Fact]
    public void Other_numbers_of_channels_have_no_edges() =>
        Assert.Contains("2 channels", Assert.Throws<InputException>(() => new CannyEdges(null, null).ShapeAfter(new RasterShape(5, 5, 2, SampleType.UInt8))).Message);

    [Fact]
    public void One_channel_becomes_three()
    {
        Assert.Equal([1, 1, 1, 2, 2, 2], new ForceRgb().Apply(Floats(1, 2, [1, 2])).Samples);
        var two = Image(2, 2, 2, SampleType.UInt8);
        Assert.Same(two, new ForceRgb().Apply(two));
    }

    private static Raster Floats(int height, int width, float[] samples) => new(new RasterShape(height, width, 1, SampleType.Float32), samples);

    private static Raster Image(int height, int width, int channels, SampleType type) => new(
        new RasterShape(height, width, channels, type), [.. Enumerable.Range(0, height * width * channels).Select(i => (float)((i * 7919) % 251))]);
}
