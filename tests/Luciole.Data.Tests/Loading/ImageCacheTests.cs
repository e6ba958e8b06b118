using Luciole.Data.Loading;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Loading;

public sealed class ImageCacheTests
{
    private readonly List<string> _opened = [];
    private readonly List<MemoryImage> _sources = [];

    [Fact]
    public void The_image_not_used_for_longest_goes_first()
    {
        var cache = new ImageCache(Open, 2 * 100 * sizeof(float));
        cache.Get("a");
        cache.Get("b");
        cache.Get("a");
        Assert.Equal(800, cache.Bytes);
        cache.Get("c");
        cache.Get("a");
        cache.Get("b");
        Assert.Equal(["a", "b", "c", "b"], _opened);
        Assert.Equal(800, cache.Bytes);
        Assert.All(_sources, source => Assert.True(source.Disposed));
    }

    [Fact]
    public void An_image_larger_than_the_budget_is_read_from_its_file()
    {
        var cache = new ImageCache(Open, 100);
        using (var image = cache.Get("a"))
        {
            Assert.Same(_sources[0], image);
            Assert.Equal(0, _sources[0].RowsRead);
        }

        Assert.True(_sources[0].Disposed);
        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public void A_cached_image_has_the_pixels_of_the_file()
    {
        var cache = new ImageCache(Open, 1 << 20);
        using var image = cache.Get("a");
        var rows = new float[20];
        image.ReadRows(3, 2, rows);
        Assert.Equal(_sources[0].Values[30..50], rows);
        Assert.Equal((10, 10, 1, SampleType.UInt16), (image.Height, image.Width, image.Channels, image.SampleType));
    }

    private MemoryImage Open(string path)
    {
        _opened.Add(path);
        _sources.Add(MemoryImage.Random(path[0], 10, 10));
        return _sources[^1];
    }
}
