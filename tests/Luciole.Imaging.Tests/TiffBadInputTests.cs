using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Tests;

public sealed class TiffBadInputTests : IDisposable
{
    private static readonly ushort[] Four = [1, 2, 3, 4];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(259, 34712, "JPEG 2000")]
    [InlineData(259, 7, "JPEG")]
    [InlineData(259, 12345, "number 12345")]
    [InlineData(258, 1, "1-bit")]
    [InlineData(258, 12, "uint12")]
    [InlineData(258, 64, "uint64")]
    [InlineData(262, 3, "palette")]
    [InlineData(262, 6, "YCbCr")]
    [InlineData(262, 32803, "camera raw")]
    [InlineData(317, 3, "predictor")]
    [InlineData(317, 9, "predictor 9")]
    [InlineData(339, 3, "float16")]
    [InlineData(339, 6, "complex16")]
    [InlineData(277, 0, "0 samples")]
    [InlineData(278, 0, "strips of 0 rows")]
    [InlineData(256, 0, "width of 0")]
    [InlineData(257, 0, "height of 0")]
    [InlineData(256, 60000, "strip 0 has 8 bytes")]
    [InlineData(279, 7, "strip 0 has 7 bytes")]
    [InlineData(279, 60000, "lies at bytes")]
    [InlineData(273, 0, "no data for strip 0")]
    public void What_is_not_read_or_wrong_is_named(int tag, int value, string expected)
    {
        var error = Refused(RawTiff.Grey16(2, 2, Four, change: tiff => tiff.Long((ushort)tag, value)));
        Assert.Contains(expected, error);
    }

    [Fact]
    public void A_lie_about_the_size_does_not_take_memory()
    {
        foreach (var compression in new[] { 1, 5, 8, 32773, 50000 })
        {
            foreach (var (width, height) in new[] { (int.MaxValue, 2L), (2, int.MaxValue), (int.MaxValue, int.MaxValue), (1 << 20, 1 << 20) })
            {
                var file = RawTiff.Grey16(2, 2, Four, change: tiff => tiff.Short(259, compression).Long(256, width).Long(257, height).Long(278, height));
                var before = GC.GetAllocatedBytesForCurrentThread();
                Refused(file);
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
            }
        }
    }

    [Fact]
    public void Tiles_of_absurd_size_are_refused()
    {
        foreach (var edge in new long[] { 0, 1 << 16, int.MaxValue, uint.MaxValue })
            Refused(RawTiff.Grey16(2, 2, Four, change: tiff => tiff.Short(259, 8).Long(322, edge).Long(323, edge).Long(324, 8).Long(325, 8)));
    }

    [Theory]
    [InlineData(3, 2L)]
    [InlineData(3, 1_000_000L)]
    [InlineData(4, 4_294_967_295L)]
    [InlineData(16, 4_294_967_295L)]
    [InlineData(99, 4_294_967_295L)]
    [InlineData(5, 1L)]
    public void A_tag_with_a_false_count_or_type_is_refused(int type, long count)
    {
        var claim = count == 2 ? 200_000 : count;
        Refused(RawTiff.Grey16(2, 2, Four, change: tiff => tiff.Lie(273, (ushort)type, claim, [8, 0, 0, 0])));
    }

    [Fact]
    public void A_chain_of_pages_that_leads_back_ends()
    {
        var tiff = new RawTiff().Header();
        var at = tiff.Data([1, 2, 3, 4]);
        tiff.Short(256, 2).Short(257, 2).Short(258, 8).Short(262, 1).Long(273, at).Long(279, 4);
        var page = (int)tiff.Page();
        var bytes = tiff.ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), page);
        Assert.Contains("leads back", Refused(bytes));
        using var file = TiffFile.Open(_folder.File("a.tif"));
        var pixels = new byte[4];
        file.ReadRows(file.Page(0), 0, 0, 2, pixels);
        Assert.Equal([1, 2, 3, 4], pixels);
    }

    [Theory]
    [InlineData(TiffCompression.None)]
    [InlineData(TiffCompression.Lzw)]
    [InlineData(TiffCompression.Deflate)]
    [InlineData(TiffCompression.PackBits)]
    public void A_file_cut_off_anywhere_is_refused(TiffCompression compression)
    {
        using (var writer = new TiffWriter(_folder.File("whole.tif"), "whole.tif", bigTiff: false))
        {
            writer.BeginPage(new TiffLayout { Width = 20, Height = 10, SampleType = SampleType.UInt16, Compression = compression, RowsPerStrip = 4 });
            writer.WriteRows(Pattern.Make(10, 20, SampleType.UInt16));
            writer.EndPage();
        }

        // libtiff writes the values of tags last: only its very last bytes may not matter to the pixels.
        var whole = File.ReadAllBytes(_folder.File("whole.tif"));
        for (var length = 0; length < whole.Length - 20; length += 3)
            Refused(whole[..length]);
    }

    [Theory]
    [InlineData(TiffCompression.Lzw)]
    [InlineData(TiffCompression.Deflate)]
    [InlineData(TiffCompression.PackBits)]
    [InlineData(TiffCompression.Zstd)]
    public void A_stream_that_ends_before_its_pixels_is_refused_also_row_by_row(TiffCompression compression)
    {
        Assert.SkipWhen(!TiffCompressions.IsReadable((int)compression), $"this libtiff lacks {compression}");
        using (var writer = new TiffWriter(_folder.File("short.tif"), "short.tif", bigTiff: false))
        {
            writer.BeginPage(new TiffLayout { Width = 20, Height = 4, SampleType = SampleType.UInt16, Compression = compression, RowsPerStrip = 4, UsePredictor = false });
            writer.WriteRows(Pattern.Make(4, 20, SampleType.UInt16));
            writer.EndPage();
        }

        byte[] stream;
        using (var file = TiffFile.Open(_folder.File("short.tif")))
            stream = File.ReadAllBytes(_folder.File("short.tif")).AsSpan((int)file.Page(0).Blocks.OffsetOf(0), (int)file.Page(0).Blocks.SizeOf(0)).ToArray();

        // The complete stream of 4 rows, said to be 6.
        var tiff = new RawTiff().Header();
        var at = tiff.Data(stream);
        tiff.Short(256, 20).Short(257, 6).Short(258, 16).Short(259, (int)compression).Short(262, 1).Long(273, at).Short(277, 1).Short(278, 6).Long(279, stream.Length).Page();
        Assert.Contains("strip 0", Refused(tiff.ToArray()));

        using var rows = TiffFile.Open(_folder.File("a.tif"), 1, largestWholeStrip: 1);
        var read = new byte[6 * 40];
        rows.ReadRows(rows.Page(0), 0, 0, 3, read);
        Assert.Contains("cannot be decoded", Assert.Throws<InputException>(() => rows.ReadRows(rows.Page(0), 0, 0, 6, read)).Message);
    }

    [Fact]
    public void Samples_of_different_depth_in_one_pixel_are_refused()
    {
        var tiff = new RawTiff().Header();
        var at = tiff.Data(new byte[64]);
        tiff.Short(256, 2).Short(257, 2).Short(258, 8, 8, 16).Short(262, 2).Long(273, at).Short(277, 3).Short(278, 2).Long(279, 16).Page();
        Assert.Contains("different bit depths", Refused(tiff.ToArray()));
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        Sentence.IsClear(_folder.File("no.tif"), Assert.Throws<InputException>(() => ImageFile.Open(_folder.File("no.tif"))));
        Sentence.IsClear(_folder.FullName, Assert.Throws<InputException>(() => ImageFile.Open(_folder.FullName)));
        Sentence.IsClear(_folder.File("no.tif"), Assert.Throws<InputException>(() => TiffFile.Open(_folder.File("no.tif"))));
    }

    private string Refused(byte[] file)
    {
        var path = _folder.File("a.tif");
        File.WriteAllBytes(path, file);
        var error = Assert.Throws<InputException>(() => ImageFile.Read(path));
        Sentence.IsClear(path, error);
        return error.Message;
    }
}
