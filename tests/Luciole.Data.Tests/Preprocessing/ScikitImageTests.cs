using Luciole.Data.Augmentation;
using Luciole.Data.Preprocessing;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Preprocessing;

/// <summary>Every filter against scikit-image.</summary>
public sealed class ScikitImageTests(ScikitImage skimage) : IClassFixture<ScikitImage>
{
    [Theory]
    [InlineData("constant", BorderRule.Constant)]
    [InlineData("edge", BorderRule.Nearest)]
    [InlineData("symmetric", BorderRule.Reflect)]
    [InlineData("reflect", BorderRule.Mirror)]
    [InlineData("wrap", BorderRule.Wrap)]
    public void Resizing(string mode, BorderRule border)
    {
        foreach (var (height, width) in new[] { (7, 9), (30, 33), (17, 23) })
        {
            for (var order = 0; order <= 5; order++)
            {
                foreach (var antiAliasing in new[] { false, true })
                {
                    var name = $"resize {order} {mode} {height} {width} {antiAliasing}";
                    var options = new ResizeOptions { Height = height, Width = width, Order = order, Border = border, Constant = 0.3, Clip = false, AntiAliasing = antiAliasing };

                    // Beyond an edge, scikit-image continues constant borders for 12 pixels only before it mirrors: 0.43 to the 12th.
                    Compare.RelativeToLargest(skimage.Result(name), new Resize(options).Apply(Copy(ScikitImage.Grey)).Samples, border is BorderRule.Constant or BorderRule.Nearest ? 1e-4 : 1e-6, name);
                }
            }
        }
    }

    [Fact]
    public void Resizing_with_clipping_division_and_colours()
    {
        var options = new ResizeOptions { Height = 30, Width = 33 };
        Compare.RelativeToLargest(skimage.Result("resize clipped"), new Resize(options with { Order = 3 }).Apply(Copy(ScikitImage.Grey)).Samples, 1e-6, "clipped");
        var divided = new Resize(options with { PreserveRange = false }).Apply(Copy(ScikitImage.Whole));
        Assert.Equal(SampleType.Float32, divided.Shape.SampleType);
        Compare.RelativeToLargest(skimage.Result("resize divided"), divided.Samples, 1e-6, "divided");
        Compare.RelativeToLargest(skimage.Result("resize colour"), new Resize(options with { Height = 9, Width = 30 }).Apply(Copy(ScikitImage.Colour)).Samples, 1e-6, "colour");
    }

    [Theory]
    [InlineData("reflect", BorderRule.Reflect)]
    [InlineData("constant", BorderRule.Constant)]
    [InlineData("nearest", BorderRule.Nearest)]
    [InlineData("mirror", BorderRule.Mirror)]
    [InlineData("wrap", BorderRule.Wrap)]
    public void Gaussian_blur(string mode, BorderRule border)
    {
        foreach (var sigma in new[] { 0.5, 1, 2.7 })
        {
            var name = FormattableString.Invariant($"gaussian {mode} {sigma}");
            Compare.RelativeToLargest(skimage.Result(name), new GaussianFilter(sigma, border).Apply(Copy(ScikitImage.Grey)).Samples, 1e-6, name);
        }
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(5, 5)]
    [InlineData(4, 3)]
    [InlineData(1, 6)]
    [InlineData(2, 2)]
    [InlineData(11, 11)]
    public void Median(int height, int width) =>
        Assert.Equal(skimage.Result($"median {height} {width}"), new MedianFilter(height, width).Apply(Copy(ScikitImage.Whole)).Samples);

    [Fact]
    public void Histogram_matching()
    {
        var reference = ImageArray.FromSingle(20, 31, 1, ScikitImage.Reference.Samples);
        var matched = HistogramMatching.Of([reference]).Apply(Copy(ScikitImage.Whole));
        Assert.Equal(skimage.Result("histogram").Select(v => MathF.Round(v)), matched.Samples);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(5, 7)]
    [InlineData(17, 23)]
    [InlineData(1, 1)]
    [InlineData(40, 40)]
    public void Adaptive_equalisation(int? height, int? width)
    {
        foreach (var limit in new[] { "0", "0.01", "0.03", "0.2" })
        {
            var name = $"clahe {(height is null ? "None" : $"{height} {width}")} {limit}";
            var equalized = new AdaptiveHistogramEqualization(height, width, double.Parse(limit, System.Globalization.CultureInfo.InvariantCulture)).Apply(Copy(ScikitImage.Whole));
            var expected = skimage.Result(name);
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], equalized.Samples[i], 0.51f);
        }
    }

    [Theory]
    [InlineData("canny", null, null)]
    [InlineData("canny low", 1000, 9000)]
    public void Edges_of_shapes(string name, int? low, int? high)
    {
        var edges = new CannyEdges(low, high).Apply(Copy(ScikitImage.Shapes)).Samples;
        Assert.Equal(skimage.Result(name).Select(v => v * 255), edges);
        Assert.InRange(edges.Count(e => e != 0), 60, 400);
    }

    [Fact]
    public void Edges_of_fractions_and_colours()
    {
        Assert.Equal(skimage.Result("canny grey").Select(v => v * 255), new CannyEdges(0.3, 0.6).Apply(Copy(ScikitImage.Grey)).Samples);
        Assert.Equal(skimage.Result("canny colour").Select(v => v * 255), new CannyEdges(null, null).Apply(Copy(ScikitImage.Colour)).Samples);
    }

    private static Raster Copy(Raster image) => new(image.Shape, [.. image.Samples]);
}
