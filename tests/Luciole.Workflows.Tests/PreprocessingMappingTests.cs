using Luciole.Configuration;
using Luciole.Data.Augmentation;
using Luciole.Data.Discovery;
using Luciole.Data.Preprocessing;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Workflows.Tests;

public sealed class PreprocessingMappingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Sample _sample;

    public PreprocessingMappingTests()
    {
        _sample = new Sample(_folder.File("raw.npy"), _folder.File("target.npy"), "one");
        Write("raw.npy", 7);
        Write("target.npy", 11);
        Write(Path.Combine("references", "a.npy"), 3);
        Write(Path.Combine("references", "b.npy"), 5);
    }

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string[]> Filters => new()
    {
        { "resize", ["RESIZE.ENABLE=True", "RESIZE.OUTPUT_SHAPE=(20, 9)", "RESIZE.ORDER=3", "RESIZE.MODE=edge", "RESIZE.CLIP=False", "RESIZE.ANTI_ALIASING=True", "RESIZE.PRESERVE_RANGE=False"] },
        { "constant", ["RESIZE.ENABLE=True", "RESIZE.OUTPUT_SHAPE=(20, 9)", "RESIZE.MODE=constant", "RESIZE.CVAL=77"] },
        { "gaussian", ["GAUSSIAN_BLUR.ENABLE=True", "GAUSSIAN_BLUR.SIGMA=2", "GAUSSIAN_BLUR.MODE=mirror"] },
        { "median", ["MEDIAN_BLUR.ENABLE=True", "MEDIAN_BLUR.KERNEL_SIZE=(5, 2, 1)"] },
        { "histogram", ["MATCH_HISTOGRAM.ENABLE=True", "MATCH_HISTOGRAM.REFERENCE_PATH={folder}/references"] },
        { "clahe", ["CLAHE.ENABLE=True", "CLAHE.KERNEL_SIZE=(4, 6)", "CLAHE.CLIP_LIMIT=0.2"] },
        { "canny", ["CANNY.ENABLE=True", "CANNY.LOW_THRESHOLD=5", "CANNY.HIGH_THRESHOLD=20"] },
        { "order", ["MEDIAN_BLUR.ENABLE=True", "GAUSSIAN_BLUR.ENABLE=True", "CLAHE.ENABLE=True"] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void Every_key_reaches_its_filter(string which, string[] settings)
    {
        using var references = ImageFile.Read(_folder.File("references", "a.npy"));
        using var more = ImageFile.Read(_folder.File("references", "b.npy"));
        IPreprocessingStep[] expected = which switch
        {
            "resize" => [new Resize(new ResizeOptions { Height = 20, Width = 9, Order = 3, Border = BorderRule.Nearest, Clip = false, AntiAliasing = true, PreserveRange = false })],
            "constant" => [new Resize(new ResizeOptions { Height = 20, Width = 9, Border = BorderRule.Constant, Constant = 77 })],
            "gaussian" => [new GaussianFilter(2, BorderRule.Mirror)],
            "median" => [new MedianFilter(5, 2)],
            "histogram" => [HistogramMatching.Of([references, more])],
            "clahe" => [new AdaptiveHistogramEqualization(4, 6, 0.2)],
            "canny" => [new CannyEdges(5, 20)],
            _ => [new GaussianFilter(1, BorderRule.Nearest), new MedianFilter(3, 3), new AdaptiveHistogramEqualization(null, null, 0.01)],
        };
        using var raw = ImageFile.Read(_sample.RawPath);
        var filtered = new PreprocessingPipeline(expected).Apply(Raster.Read(raw));
        Assert.NotEqual(raw.ToSingle(), filtered.Samples);
        var opened = Open(_sample.RawPath, true, settings);
        Assert.Equal(filtered.Shape, opened.Shape);
        Assert.Equal(filtered.Samples, opened.Samples);
    }

    [Fact]
    public void Targets_are_resized_and_else_left_alone()
    {
        string[] settings = ["RESIZE.ENABLE=True", "RESIZE.OUTPUT_SHAPE=(20, 9)", "GAUSSIAN_BLUR.ENABLE=True", "MEDIAN_BLUR.ENABLE=True", "CLAHE.ENABLE=True"];
        using var target = ImageFile.Read(_sample.TargetPath!);
        Assert.Equal(new Resize(new ResizeOptions { Height = 20, Width = 9 }).Apply(Raster.Read(target)).Samples, Open(_sample.TargetPath!, true, settings).Samples);
        Assert.Equal(target.ToSingle(), Open(_sample.TargetPath!, true, "GAUSSIAN_BLUR.ENABLE=True").Samples);
    }

    [Fact]
    public void What_is_off_does_nothing()
    {
        using var raw = ImageFile.Read(_sample.RawPath);
        Assert.Equal(raw.ToSingle(), Open(_sample.RawPath, false, "GAUSSIAN_BLUR.ENABLE=True").Samples);
        Assert.Equal(raw.ToSingle(), Open(_sample.RawPath, true).Samples);
    }

    [Fact]
    public void Red_green_and_blue_are_made_of_raw_images_and_targets_whatever_is_off()
    {
        foreach (var path in new[] { _sample.RawPath, _sample.TargetPath! })
        {
            using var image = ImageFile.Read(path);
            var opened = Open(path, false, ".FORCE_RGB=True", ".PATCH_SIZE=(16, 16, 3)");
            Assert.Equal(3, opened.Shape.Channels);
            Assert.Equal(image.ToSingle().SelectMany(v => new[] { v, v, v }), opened.Samples);
        }
    }

    [Theory]
    [InlineData("RESIZE.MODE", "RESIZE.ENABLE=True", "RESIZE.MODE=nearest")]
    [InlineData("RESIZE.OUTPUT_SHAPE", "RESIZE.ENABLE=True", "RESIZE.OUTPUT_SHAPE=(20, 9, 1)")]
    [InlineData("GAUSSIAN_BLUR.MODE", "GAUSSIAN_BLUR.ENABLE=True", "GAUSSIAN_BLUR.MODE=edge")]
    [InlineData("MEDIAN_BLUR.KERNEL_SIZE", "MEDIAN_BLUR.ENABLE=True", "MEDIAN_BLUR.KERNEL_SIZE=(3, 3, 3)")]
    [InlineData("CLAHE.KERNEL_SIZE", "CLAHE.ENABLE=True", "CLAHE.KERNEL_SIZE=(3, 0)")]
    [InlineData("CANNY.LOW_THRESHOLD", "CANNY.ENABLE=True", "CANNY.LOW_THRESHOLD=3", "CANNY.HIGH_THRESHOLD=2")]
    [InlineData("references", "MATCH_HISTOGRAM.ENABLE=True", "MATCH_HISTOGRAM.REFERENCE_PATH={folder}/nowhere")]
    public void Impossible_settings_are_refused_before_any_image_is_opened(string word, params string[] settings)
    {
        var error = Assert.Throws<InputException>(() => PreprocessingMapping.Check(Read(settings)));
        Assert.Contains(word == "references" ? "nowhere" : $"DATA.PREPROCESS.{word}", error.Message);
        Assert.Throws<InputException>(() => PreprocessingMapping.Opener(Read(settings), true, [_sample]));
    }

    private Raster Open(string path, bool enabled, params string[] settings)
    {
        using var image = PreprocessingMapping.Opener(Read(settings), enabled, [_sample])(path);
        return Raster.Read(image);
    }

    private DataSettings Read(string[] settings) => ConfigurationReader.ReadText(
        "{PROBLEM: {TYPE: IMAGE_TO_IMAGE}, DATA: {PATCH_SIZE: \"(16, 16, 1)\"}, MODEL: {ARCHITECTURE: unetr, VIT_TOKEN_SIZE: 4, VIT_NUM_LAYERS: 3, DROPOUT_VALUES: [0.0]}}",
        "test.yaml",
        [.. settings.Select(s => (s.StartsWith('.') ? "DATA" : "DATA.PREPROCESS.") + s.Replace("{folder}", _folder.FullName, StringComparison.Ordinal))]).Configuration.Data;

    private void Write(string name, int step) =>
        NumpyFile.Write(_folder.File(name), "|u1", [.. Enumerable.Range(0, 16 * 18).Select(i => (byte)(i * step % 61))], 16, 18);
}
