using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Tests;

public sealed class ImageFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new[] { 5, 6 }, 5, 6, 1)]
    [InlineData(new[] { 1, 5, 6, 1 }, 5, 6, 1)]
    [InlineData(new[] { 3, 5, 6 }, 5, 6, 3)]
    [InlineData(new[] { 5, 3, 6 }, 5, 6, 3)]
    [InlineData(new[] { 5, 6, 3 }, 5, 6, 3)]
    [InlineData(new[] { 4, 4, 4 }, 4, 4, 4)]
    [InlineData(new[] { 5, 4, 4 }, 5, 4, 4)]
    public void The_smallest_axis_of_an_array_becomes_the_channels(int[] shape, int height, int width, int channels)
    {
        // Every value says where it stood.
        var values = Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => (float)i).ToArray();
        NumpyFile.Write(_folder.File("a.npy"), values, [.. shape.Select(s => (long)s)]);
        var image = ImageFile.Read(_folder.File("a.npy"));
        Assert.Equal((height, width, channels), (image.Height, image.Width, image.Channels));

        var squeezed = shape.Where(s => s != 1).ToArray();
        var axis = squeezed.Length == 3 ? Array.IndexOf(squeezed, squeezed.Min()) : 2;
        var pixels = image.ToSingle();
        for (var i = 0; i < pixels.Length; i++)
        {
            var (y, x, c) = (i / channels / width, i / channels % width, i % channels);
            var expected = axis switch
            {
                0 => (((c * height) + y) * width) + x,
                1 => (((y * channels) + c) * width) + x,
                _ => (((y * width) + x) * channels) + c,
            };
            Assert.Equal(expected, pixels[i]);
        }
    }

    [Theory]
    [InlineData(3, 6, 5, 3)]
    [InlineData(9, 6, 5, 5)]
    [InlineData(9, 5, 6, 5)]
    public void Pages_are_treated_like_the_array_they_make(int pages, int height, int width, int channels)
    {
        var values = Enumerable.Range(0, pages * height * width).Select(i => (float)i).ToArray();
        NumpyFile.Write(_folder.File("a.npy"), values, pages, height, width);
        WritePages(pages, height, width, null);
        var fromArray = ImageFile.Read(_folder.File("a.npy"));
        using var fromPages = ImageFile.Open(_folder.File("a.tif"));
        Assert.Equal(channels, fromPages.Channels);
        Assert.Equal((fromArray.Height, fromArray.Width, fromArray.Channels), (fromPages.Height, fromPages.Width, fromPages.Channels));
        Assert.Equal(fromArray.ToSingle(), ImageArray.Load(fromPages).ToSingle());
        var rows = new float[2 * fromPages.Width * channels];
        fromPages.ReadRows(1, 2, rows);
        Assert.Equal(fromArray.ToSingle().AsSpan(rows.Length / 2, rows.Length).ToArray(), rows);
    }

    [Fact]
    public void Too_many_axes_are_named_with_the_mend()
    {
        WritePages(12, 5, 6, "ImageJ=1.11a\nimages=12\nchannels=3\nslices=4\nhyperstack=true\n");
        var error = Assert.Throws<InputException>(() => ImageFile.Open(_folder.File("a.tif")));
        Sentence.IsClear(_folder.File("a.tif"), error);
        Assert.Contains("ZCYX (4, 3, 5, 6)", error.Message);

        NumpyFile.Write(_folder.File("a.npy"), new float[120], 2, 3, 4, 5);
        Assert.Contains("(2, 3, 4, 5)", Assert.Throws<InputException>(() => ImageFile.Open(_folder.File("a.npy"))).Message);
    }

    [Fact]
    public void ImageJ_stacks_have_their_axes_and_pixel_size()
    {
        WritePages(6, 5, 7, "ImageJ=1.53t\nimages=6\nchannels=2\nslices=3\nhyperstack=true\nunit=\\u00B5m\nspacing=0.5\n", tiff => tiff.Rational(282, 4, 1).Rational(283, 5, 1));
        using var series = TiffSeries.Open(_folder.File("a.tif"));
        Assert.Equal(DescriptionKind.ImageJ, series.Kind);
        Assert.Equal("TZCYX", series.Axes);
        Assert.Equal([1, 3, 2, 5, 7], series.Sizes);
        Assert.Equal(new PhysicalSize(0.25, 0.2, 0.5), series.PhysicalSize);
        Assert.Equal(("ZCYX", "3, 2, 5, 7"), (series.Squeezed().Axes, string.Join(", ", series.Squeezed().Sizes)));
    }

    [Fact]
    public void ImageJ_stacks_with_a_single_directory_are_read_plane_by_plane_and_refused_when_cut_off()
    {
        File.WriteAllBytes(_folder.File("a.tif"), Stack(describedPlanes: 4));
        using (var series = TiffSeries.Open(_folder.File("a.tif")))
        {
            var plane = new byte[12];
            series.ReadRows(3, 0, 2, plane);
            Assert.Equal([18, 0, 19, 0, 20, 0, 21, 0, 22, 0, 23, 0], plane);
        }

        File.WriteAllBytes(_folder.File("a.tif"), Stack(describedPlanes: 400));
        Assert.Contains("cut off", Assert.Throws<InputException>(() => TiffSeries.Open(_folder.File("a.tif"))).Message);

        // Four planes of 2 x 3 samples behind one directory.
        static byte[] Stack(int describedPlanes)
        {
            var tiff = new RawTiff(littleEndian: false).Header();
            var data = new byte[4 * 6 * 2];
            for (var i = 0; i < 24; i++)
                data[(2 * i) + 1] = (byte)i;
            var at = tiff.Data(data);
            tiff.Short(256, 3).Short(257, 2).Short(258, 16).Short(262, 1).Long(273, at).Long(279, 12)
                .Text(270, $"ImageJ=1.53t\nimages={describedPlanes}\nslices={describedPlanes}\n").Page();
            return tiff.ToArray();
        }
    }

    [Fact]
    public void The_shape_that_tifffile_leaves_is_taken()
    {
        WritePages(6, 5, 7, """{"shape": [2, 3, 5, 7], "axes": "ZCYX"}""");
        using (var series = TiffSeries.Open(_folder.File("a.tif")))
            Assert.Equal(("ZCYX", "2, 3, 5, 7", DescriptionKind.Shaped), (series.Axes, string.Join(", ", series.Sizes), series.Kind));
        WritePages(6, 5, 7, """{"shape": [9, 9]}""");
        using var misfit = TiffSeries.Open(_folder.File("a.tif"));
        Assert.Equal(("IYX", "6, 5, 7"), (misfit.Axes, string.Join(", ", misfit.Sizes)));
    }

    [Theory]
    [InlineData("89504E470D0A1A0A0000000D", "a PNG image")]
    [InlineData("FFD8FFE000104A464946", "a JPEG image")]
    [InlineData("89484446", "an HDF5 file")]
    [InlineData("504B0304", "a ZIP archive")]
    [InlineData("48656C6C6F2C20776F726C64210A", "the text \"Hello, world!\"")]
    [InlineData("0011223344", "the bytes 00 11 22 33")]
    [InlineData("", "is empty")]
    [InlineData("49492A", "the text \"II*\"")]
    [InlineData("4D4D00630000", "version 99")]
    public void Other_formats_are_named_whatever_the_extension(string hexadecimal, string expected)
    {
        File.WriteAllBytes(_folder.File("a.tif"), Convert.FromHexString(hexadecimal));
        var error = Assert.Throws<InputException>(() => ImageFile.Open(_folder.File("a.tif")));
        Sentence.IsClear(_folder.File("a.tif"), error);
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void The_content_decides_not_the_extension()
    {
        File.WriteAllBytes(_folder.File("a.png"), RawTiff.Grey16(2, 1, [7, 8]));
        Assert.Equal([7, 8], ImageFile.Read(_folder.File("a.png")).ToSingle());
        NumpyFile.Write(_folder.File("a.tif"), [1f, 2, 3, 4], 2, 2);
        Assert.Equal(SampleType.Float32, ImageFile.Read(_folder.File("a.tif")).SampleType);
    }

    [Theory]
    [InlineData("|b1", 1, SampleType.UInt8)]
    [InlineData("<i2", 2, SampleType.Int16)]
    [InlineData("<f8", 8, SampleType.Float64)]
    [InlineData("<f2", 2, SampleType.Float32)]
    public void NumPy_types_are_kept(string dtype, int size, SampleType expected)
    {
        NumpyFile.Write(_folder.File("a.npy"), dtype, new byte[6 * size], 2, 3);
        Assert.Equal(expected, ImageFile.Read(_folder.File("a.npy")).SampleType);
    }

    [Theory]
    [InlineData("<i8", 8, "<i8")]
    [InlineData("<f4", 4, "rows and columns", 6L)]
    [InlineData("<f4", 4, "rows and columns", 0L, 6L)]
    public void NumPy_arrays_that_are_no_images_are_refused(string dtype, int size, string expected, params long[] shape)
    {
        shape = shape.Length == 0 ? [2, 3] : shape;
        NumpyFile.Write(_folder.File("a.npy"), dtype, new byte[6 * size], shape);
        var error = Assert.Throws<InputException>(() => ImageFile.Open(_folder.File("a.npy")));
        Sentence.IsClear(_folder.File("a.npy"), error);
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void Integers_are_rounded_to_even_and_kept_in_range()
    {
        var bytes = new byte[6];
        Samples.FromSingle(SampleType.UInt8, [-3, 0.5f, 1.5f, 300, float.NaN, float.PositiveInfinity], bytes);
        Assert.Equal([0, 0, 2, 255, 0, 255], bytes);
        var wide = new byte[8];
        Samples.FromSingle(SampleType.Int32, [float.MaxValue, float.MinValue], wide);
        Assert.Equal((int.MaxValue, int.MinValue), (BitConverter.ToInt32(wide), BitConverter.ToInt32(wide, 4)));
    }

    [Fact]
    public void A_hundred_thousand_pages_are_opened_and_read()
    {
        WritePages(100_000, 1, 2, null);
        using var series = TiffSeries.Open(_folder.File("a.tif"));
        Assert.Equal([100_000, 1, 2], series.Sizes);
        var row = new byte[8];
        series.ReadRows(99_999, 0, 1, row);
        Assert.Equal([199_998, 199_999], new[] { BitConverter.ToSingle(row), BitConverter.ToSingle(row, 4) });
    }

    [Fact]
    public void Decoded_pixels_become_a_NumPy_file_of_the_squeezed_shape()
    {
        WritePages(6, 5, 7, "ImageJ=1.11a\nimages=6\nchannels=2\nslices=3\n");
        using (var series = TiffSeries.Open(_folder.File("a.tif")))
            series.WriteNumpy(_folder.File("out.npy"));
        var read = NumpyFile.Read(_folder.File("out.npy"));
        Assert.Equal(("<f4", "3 2 5 7"), (read.DType, string.Join(' ', read.Shape)));
        Assert.Equal(Enumerable.Range(0, 210).Select(i => (float)i), read.ToFloats());
    }

    [Fact]
    public void Real_microscope_images_are_opened_with_their_metadata()
    {
        foreach (var path in Directory.GetFiles(Golden.Shared(Path.Combine("data", "neurons")), "*.tiff", SearchOption.AllDirectories))
        {
            using var image = ImageFile.Open(path);
            Assert.Equal((1, SampleType.UInt16), (image.Channels, image.SampleType));
            var rows = new float[image.Width * 2];
            image.ReadRows(image.Height - 2, 2, rows);
            Assert.True(rows.Max() > rows.Min());
            Assert.Equal("µm", ImageFile.PhysicalSizeOf(image)!.Unit);
            var fileName = Path.GetFileName(path).Split('.')[0].Split('_');
            Assert.Equal(fileName[2], ImageFile.OmeMetadataOf(image)!.Channels.Single().Name);
        }
    }

    // 32-bit floats that count through all pages.
    private void WritePages(int pages, int height, int width, string? description, Action<RawTiff>? change = null)
    {
        var tiff = new RawTiff().Header();
        var data = new byte[height * width * 4];
        for (var page = 0; page < pages; page++)
        {
            for (var i = 0; i < height * width; i++)
                BitConverter.TryWriteBytes(data.AsSpan(i * 4), (float)((page * height * width) + i));
            var at = tiff.Data(data);
            tiff.Short(256, width).Short(257, height).Short(258, 32).Short(262, 1).Long(273, at).Long(279, data.Length).Short(339, 3);
            if (page == 0 && description is not null)
                tiff.Text(270, description);
            change?.Invoke(tiff);
            tiff.Page();
        }

        File.WriteAllBytes(_folder.File("a.tif"), tiff.ToArray());
    }
}
