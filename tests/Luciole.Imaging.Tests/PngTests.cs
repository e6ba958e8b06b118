using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Luciole.Imaging.Png;

namespace Luciole.Imaging.Tests;

public sealed class PngTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Pixels_come_back_from_a_decoder_written_apart(int channels)
    {
        var random = new Random(3);
        var pixels = new byte[13 * 7 * channels];
        random.NextBytes(pixels);
        if (channels == 3)
            PngFile.Write(_folder.File("a.png"), 13, 7, pixels);
        else
            PngFile.WriteGrey(_folder.File("a.png"), 13, 7, pixels);
        var (width, height, read, read_channels) = Decode(File.ReadAllBytes(_folder.File("a.png")));
        Assert.Equal((13, 7, channels), (width, height, read_channels));
        Assert.Equal(pixels, read);
    }

    [Fact]
    public void The_empty_end_chunk_has_its_well_known_checksum()
    {
        PngFile.WriteGrey(_folder.File("a.png"), 1, 1, [0]);
        Assert.Equal("0000000049454E44AE426082", Convert.ToHexString(File.ReadAllBytes(_folder.File("a.png")).AsSpan()[^12..]));
    }

    [Fact]
    public void Pixels_that_do_not_fit_are_refused() =>
        Assert.Throws<ArgumentException>(() => PngFile.Write(_folder.File("a.png"), 2, 2, new byte[11]));

    [Fact]
    public void Percentiles_are_those_of_numpy()
    {
        // numpy.percentile([3, 1, 2, 10], [25, 90]) = 1.75, 7.9
        var (lower, upper) = Contrast.Percentiles([3, float.NaN, 1, 2, 10, float.PositiveInfinity], 25, 90);
        Assert.Equal(1.75, lower, 6);
        Assert.Equal(7.9, upper, 5);
        Assert.Equal((0, 0), Contrast.Percentiles([float.NaN], 1, 99));
    }

    [Fact]
    public void Contrast_is_stretched_and_kept_in_range()
    {
        Assert.Equal([0, 0, 128, 255, 255, 0], Contrast.Stretch([-5, 0, 1, 2, 7, float.NaN], 0f, 2f));
        Assert.Equal([0, 0], Contrast.Stretch([4, 4]));
    }

    [Fact]
    public void A_panel_shows_the_images_side_by_side_under_their_labels()
    {
        var (width, height, pixels) = new Panel()
            .Add("I", 20, 10, Enumerable.Repeat(1f, 200).ToArray(), 0, 2)
            .Add("", 6, 12, Enumerable.Repeat(0f, 72).ToArray(), 0, 2)
            .Draw();
        Assert.Equal((20 + 6 + (3 * 4), 7 + 8 + 12 + 4), (width, height));
        Assert.All(Enumerable.Range(0, 10), y => Assert.All(Enumerable.Range(0, 20), x => Assert.Equal(128, pixels[((15 + y) * width) + 4 + x])));
        Assert.All(Enumerable.Range(0, 12), y => Assert.All(Enumerable.Range(0, 6), x => Assert.Equal(0, pixels[((15 + y) * width) + 28 + x])));
        // The letter I: bars of three pixels above and below, a stem of one between.
        var letter = string.Join('|', Enumerable.Range(0, 7).Select(y => string.Concat(Enumerable.Range(0, 5).Select(x => pixels[((4 + y) * width) + 4 + x] == 0 ? '#' : '.'))));
        Assert.Equal(".###.|..#..|..#..|..#..|..#..|..#..|.###.", letter);
        Assert.Equal(255, pixels[(20 * width) + 25]);
    }

    [Fact]
    public void A_panel_with_a_colour_image_and_rows_is_in_colour()
    {
        var panel = new Panel { Columns = 2 }
            .Add("", 6, 3, Enumerable.Repeat(1f, 18).ToArray(), 0, 2)
            .AddColour("", 2, 2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
            .Add("", 4, 5, Enumerable.Repeat(0f, 20).ToArray(), 0, 2);
        var (width, height, pixels) = panel.Draw();
        Assert.Equal((6 + 2 + (3 * 4), 15 + 3 + 4 + 15 + 5 + 4), (width, height));
        byte[] At(int y, int x) => pixels[(((y * width) + x) * 3)..((((y * width) + x) * 3) + 3)];
        Assert.Equal([128, 128, 128], At(17, 9));
        Assert.Equal([4, 5, 6], At(15, 15));
        Assert.Equal([10, 11, 12], At(16, 15));
        Assert.Equal([255, 255, 255], At(17, 15));
        Assert.Equal([0, 0, 0], At(15 + 3 + 4 + 15, 4));
        panel.Write(_folder.File("colour.png"));
        var file = Decode(File.ReadAllBytes(_folder.File("colour.png")));
        Assert.Equal((width, height, 3), (file.Width, file.Height, file.Channels));
        Assert.Equal(pixels, file.Pixels);
    }

    [Fact]
    public void A_panel_becomes_a_file_whatever_the_label()
    {
        var panel = new Panel().Add("a label that is far too long for an image of so few pixels: µ\n", 30, 4, new float[120]);
        panel.Write(_folder.File("a.png"));
        var (width, height, _, channels) = Decode(File.ReadAllBytes(_folder.File("a.png")));
        Assert.Equal((38, 23, 1), (width, height, channels));
    }

    private static (int Width, int Height, byte[] Pixels, int Channels) Decode(byte[] png)
    {
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(png.AsSpan(0, 8)));
        int width = 0, height = 0, channels = 0;
        using var compressed = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var data = png.AsSpan(at + 8, length);
            switch (Encoding.ASCII.GetString(png, at + 4, 4))
            {
                case "IHDR":
                    (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                    channels = data[9] == 2 ? 3 : 1;
                    Assert.Equal(8, data[8]);
                    break;
                case "IDAT":
                    compressed.Write(data);
                    break;
            }

            at += length + 12;
        }

        compressed.Position = 0;
        using var inflated = new ZLibStream(compressed, CompressionMode.Decompress);
        var pixels = new byte[width * height * channels];
        for (var y = 0; y < height; y++)
        {
            Assert.Equal(1, inflated.ReadByte());
            for (var x = 0; x < width * channels; x++)
            {
                var left = x < channels ? 0 : pixels[(y * width * channels) + x - channels];
                pixels[(y * width * channels) + x] = (byte)(left + inflated.ReadByte());
            }
        }

        Assert.Equal(-1, inflated.ReadByte());
        return (width, height, pixels, channels);
    }
}
