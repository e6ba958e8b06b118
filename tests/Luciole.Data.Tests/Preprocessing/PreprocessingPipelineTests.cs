using Luciole.Data.Augmentation;
using Luciole.Data.Preprocessing;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Preprocessing;

public sealed class PreprocessingPipelineTests
{
    private static readonly IPreprocessingStep[] s_all =
    [
        new Resize(new ResizeOptions { Height = 12, Width = 9, PreserveRange = false }), new GaussianFilter(1, BorderRule.Nearest), new MedianFilter(3, 3),
        HistogramMatching.Of([ImageArray.FromSingle(1, 4, 1, [0.1f, 0.2f, 0.3f, 0.9f])]), new AdaptiveHistogramEqualization(null, null, 0.01), new CannyEdges(null, null), new ForceRgb(),
    ];

    [Fact]
    public void The_shape_is_known_before_the_pixels()
    {
        var shape = new RasterShape(20, 30, 1, SampleType.UInt16);
        for (var count = 0; count <= s_all.Length; count++)
        {
            var pipeline = new PreprocessingPipeline(s_all[..count]);
            var result = pipeline.Apply(new Raster(shape, [.. Enumerable.Range(0, 600).Select(i => (float)(i * 37 % 1009))]));
            Assert.Equal(pipeline.ShapeAfter(shape), result.Shape);
        }

        Assert.Equal(new RasterShape(12, 9, 3, SampleType.UInt8), new PreprocessingPipeline(s_all).ShapeAfter(shape));
    }

    [Fact]
    public void Steps_follow_each_other()
    {
        var image = MemoryImage.Random(1, 20, 30);
        var (blur, median) = (new GaussianFilter(2, BorderRule.Nearest), new MedianFilter(3, 3));
        var expected = median.Apply(blur.Apply(Raster.Read(image)));
        Assert.Equal(expected.Samples, new PreprocessingPipeline([blur, median]).Apply(Raster.Read(image)).Samples);
        Assert.NotEqual(expected.Samples, new PreprocessingPipeline([median, blur]).Apply(Raster.Read(image)).Samples);
    }

    [Fact]
    public void A_wrapped_image_is_read_once_when_its_rows_are_asked_for()
    {
        var image = MemoryImage.Random(1, 20, 30);
        using var wrapped = (PreprocessedSource)new PreprocessingPipeline(s_all[..2]).Wrap(image);
        Assert.Equal((12, 9, 1, SampleType.Float32), (wrapped.Height, wrapped.Width, wrapped.Channels, wrapped.SampleType));
        Assert.True(wrapped.IsResized);
        Assert.Equal(0, image.RowsRead);
        var whole = new float[12 * 9];
        wrapped.ReadRows(0, 12, whole);
        var part = new float[3 * 9];
        wrapped.ReadRows(5, 3, part);
        Assert.Equal(whole.Skip(45).Take(27), part);
        Assert.Equal(20, image.RowsRead);
        Assert.Same(image, wrapped.Original);
        wrapped.Dispose();
        Assert.True(image.Disposed);
    }

    [Fact]
    public void Without_filters_the_image_itself_is_given_back()
    {
        var image = MemoryImage.Random(1, 5, 5);
        Assert.Same(image, new PreprocessingPipeline([]).Wrap(image));
    }

    [Fact]
    public void What_a_filter_cannot_take_is_named_with_the_image_which_is_closed()
    {
        var image = MemoryImage.Random(1, 5, 5, channels: 2);
        var error = Assert.Throws<InputException>(() => new PreprocessingPipeline([new CannyEdges(null, null)]).Wrap(image));
        Assert.StartsWith("memory image: has 2 channels", error.Message, StringComparison.Ordinal);
        Assert.True(image.Disposed);
    }

    [Fact]
    public void An_image_too_large_for_memory_is_refused()
    {
        using var huge = new MemoryImage(1 << 16, 1 << 16, 1, SampleType.UInt8, [], "huge.tif");
        Assert.Contains("huge.tif", Assert.Throws<InputException>(() => Raster.Read(huge)).Message);
    }

    [Fact]
    public void Whole_numbers_are_rounded_and_kept_in_range()
    {
        double[] values = [-3, 0.5, 1.5, 254.4, 300];
        Assert.Equal([0, 0, 2, 254, 255], Raster.FromPlanes(new RasterShape(1, 5, 1, SampleType.UInt8), [values]).Samples);
        Assert.Equal([-3, 0, 2, 127, 127], Raster.FromPlanes(new RasterShape(1, 5, 1, SampleType.Int8), [values]).Samples);
        Assert.Equal([-3, 0.5f, 1.5f, 254.4f, 300], Raster.FromPlanes(new RasterShape(1, 5, 1, SampleType.Float32), [values]).Samples);
    }
}
