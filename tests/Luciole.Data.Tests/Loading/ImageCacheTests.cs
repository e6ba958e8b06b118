using System.Runtime.InteropServices;
using Luciole.Data.Discovery;
using Luciole.Data.Loading;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Loading;

public sealed class ImageCacheTests
{
    private const int ImageBytes = 100 * sizeof(float);

    private readonly List<string> _opened = [];
    private readonly List<MemoryImage> _sources = [];

    [Fact]
    public void Images_that_come_first_stay_whatever_comes_after_them()
    {
        var cache = new ImageCache(Open, 8 * ImageBytes);
        for (var pass = 0; pass < 3; pass++)
        {
            foreach (var name in "abcdefghijkl")
                cache.Get($"{name}");
        }

        Assert.Equal(7 * ImageBytes + ImageBytes, cache.Bytes);
        Assert.Equal("abcdefghijkl" + "hijkl" + "hijkl", string.Concat(_opened));
        Assert.All(_sources, source => Assert.True(source.Disposed));
    }

    [Fact]
    public void Of_the_others_the_one_not_used_for_longest_goes_first()
    {
        var cache = new ImageCache(Open, 16 * ImageBytes);
        foreach (var name in "abcdefghijklmn")
            cache.Get($"{name}");
        _opened.Clear();
        foreach (var name in "xyxzxy")
            cache.Get($"{name}");
        Assert.Equal("xyzy", string.Concat(_opened));
        Assert.Equal(16 * ImageBytes, cache.Bytes);
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
        Assert.Equal(new ImageSize(10, 10, 1), cache.SizeOf("b"));
        Assert.True(_sources[1].Disposed);
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

    [Theory]
    [InlineData(SampleType.UInt8, 1)]
    [InlineData(SampleType.Int16, 2)]
    [InlineData(SampleType.UInt16, 2)]
    [InlineData(SampleType.UInt32, 4)]
    [InlineData(SampleType.Float32, 4)]
    [InlineData(SampleType.Float64, 4)]
    public void A_decoded_image_takes_the_bytes_of_its_own_type_and_reads_the_same(SampleType type, int bytes)
    {
        var samples = new byte[5 * 4 * 2 * Samples.Size(type)];
        new Random(1).NextBytes(samples);
        if (type == SampleType.Float64)
            MemoryMarshal.Cast<byte, double>(samples.AsSpan()).Fill(1.0 / 3);
        using var source = new ImageArray(5, 4, 2, type, samples, "image");
        var cache = new ImageCache(_ => source, 1 << 20);
        using var decoded = cache.Get("image");
        Assert.Equal(5 * 4 * 2 * bytes, cache.Bytes);
        Assert.Equal(("image", 5, 4, 2, type), (decoded.Name, decoded.Height, decoded.Width, decoded.Channels, decoded.SampleType));
        for (var row = 0; row < 5; row++)
        {
            var (expected, actual) = (new float[8], new float[8]);
            source.ReadRows(row, 1, expected);
            decoded.ReadRows(row, 1, actual);
            Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void Threads_that_want_one_file_at_once_have_it_decoded_once()
    {
        using var everybody = new Barrier(4);
        var decoded = 0;
        var cache = new ImageCache(
            _ =>
            {
                everybody.SignalAndWait();
                return new SlowImage(() => Interlocked.Increment(ref decoded));
            },
            1 << 20);
        var images = new IImageSource[4];
        var threads = Enumerable.Range(0, 4).Select(i => new Thread(() => images[i] = cache.Get("a"))).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Equal(1, decoded);
        Assert.Single(images.Distinct());
    }

    [Fact]
    public void A_file_that_could_not_be_read_is_tried_again()
    {
        var attempts = 0;
        var cache = new ImageCache(_ => new SlowImage(() => attempts += attempts == 0 ? throw new InputException($"damaged {++attempts}") : 1), 1 << 20);
        Assert.Equal("damaged 1", Assert.Throws<InputException>(() => cache.Get("a")).Message);
        Assert.Equal(0, cache.Bytes);
        cache.Get("a");
        cache.Get("a");
        Assert.Equal(2, attempts);
    }

    private MemoryImage Open(string path)
    {
        _opened.Add(path);
        _sources.Add(MemoryImage.Random(path[0], 10, 10));
        return _sources[^1];
    }

    private sealed class SlowImage(Action reading) : IImageSource
    {
        public string Name => "slow";

        public int Height => 2;

        public int Width => 2;

        public int Channels => 1;

        public SampleType SampleType => SampleType.UInt8;

        public void ReadRows(int firstRow, int rowCount, Span<float> destination)
        {
            reading();
            Thread.Sleep(20);
        }

        public void Dispose()
        {
        }
    }
}
