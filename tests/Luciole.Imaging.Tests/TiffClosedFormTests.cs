using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Tests;

/// <summary>Files typed in byte by byte after TIFF 6.0.</summary>
public sealed class TiffClosedFormTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_big_endian_file_of_two_strips()
    {
        byte[] file =
        [
            (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 20,
            0x01, 0x02, 0x03, 0x04, // row 0: 258, 772
            0xFF, 0xFE, 0x00, 0x00, // row 1: 65534, 0
            0x80, 0x00, 0x00, 0x07, // row 2: 32768, 7
            0, 9,
            1, 0, 0, 3, 0, 0, 0, 1, 0, 2, 0, 0, // ImageWidth 2
            1, 1, 0, 3, 0, 0, 0, 1, 0, 3, 0, 0, // ImageLength 3
            1, 2, 0, 3, 0, 0, 0, 1, 0, 16, 0, 0, // BitsPerSample 16
            1, 3, 0, 3, 0, 0, 0, 1, 0, 1, 0, 0, // Compression none
            1, 6, 0, 3, 0, 0, 0, 1, 0, 1, 0, 0, // black is zero
            1, 17, 0, 3, 0, 0, 0, 2, 0, 8, 0, 16, // StripOffsets 8, 16
            1, 21, 0, 3, 0, 0, 0, 1, 0, 1, 0, 0, // SamplesPerPixel 1
            1, 22, 0, 3, 0, 0, 0, 1, 0, 2, 0, 0, // RowsPerStrip 2
            1, 23, 0, 3, 0, 0, 0, 2, 0, 8, 0, 4, // StripByteCounts 8, 4
            0, 0, 0, 0,
        ];
        Assert.Equal([258, 772, 65534, 0, 32768, 7], Read(file));
    }

    [Fact]
    public void PackBits_as_in_the_specifications_example()
    {
        // TIFF 6.0, section 9: the 15 bytes that the 24 unpacked ones are packed to.
        byte[] packed = [0xFE, 0xAA, 0x02, 0x80, 0x00, 0x2A, 0xFD, 0xAA, 0x03, 0x80, 0x00, 0x2A, 0x22, 0xF7, 0xAA];
        byte[] unpacked =
        [
            0xAA, 0xAA, 0xAA, 0x80, 0x00, 0x2A, 0xAA, 0xAA, 0xAA, 0xAA, 0x80, 0x00,
            0x2A, 0x22, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA,
        ];
        var tiff = new RawTiff(littleEndian: false).Header();
        var at = tiff.Data(packed);
        tiff.Short(256, 24).Short(257, 1).Short(258, 8).Short(259, 32773).Short(262, 1).Long(273, at).Short(277, 1).Short(278, 1).Long(279, packed.Length).Page();
        Assert.Equal(Array.ConvertAll(unpacked, b => (float)b), Read(tiff.ToArray()));
    }

    [Fact]
    public void A_BigTIFF_file_with_the_horizontal_predictor_in_a_stored_Deflate_block()
    {
        // zlib header, one stored block of 6 bytes, Adler-32: the differences 5, 3, -1 of 16-bit samples.
        byte[] differences = [5, 0, 3, 0, 0xFF, 0xFF];
        uint a = 1, b = 0;
        foreach (var value in differences)
            (a, b) = ((a + value) % 65521, (b + a + value) % 65521);
        byte[] stream = [0x78, 0x01, 0x01, 6, 0, 0xF9, 0xFF, .. differences, (byte)(b >> 8), (byte)b, (byte)(a >> 8), (byte)a];
        var tiff = new RawTiff(big: true).Header();
        var at = tiff.Data(stream);
        tiff.Short(256, 3).Short(257, 1).Short(258, 16).Short(259, 8).Short(262, 1).Long(273, at).Short(277, 1).Short(278, 1).Long(279, stream.Length).Short(317, 2).Page();
        Assert.Equal([5, 8, 7], Read(tiff.ToArray()));
    }

    [Fact]
    public void Sizes_of_uncompressed_strips_may_be_missing_as_in_old_files()
    {
        var tiff = new RawTiff().Header();
        var at = tiff.Data([9, 8, 7, 6]);
        tiff.Short(256, 2).Short(257, 2).Short(258, 8).Short(262, 1).Long(273, at).Page();
        Assert.Equal([9, 8, 7, 6], Read(tiff.ToArray()));
    }

    [Fact]
    public void White_is_zero_is_not_inverted_as_in_the_reference()
    {
        var file = RawTiff.Grey16(2, 1, [100, 200], change: tiff => tiff.Short(262, 0));
        Assert.Equal([100, 200], Read(file));
    }

    [Fact]
    public void Signed_and_floating_point_samples_keep_their_values()
    {
        Assert.Equal([-2, 32767], Read(RawTiff.Grey16(2, 1, [65534, 32767], change: tiff => tiff.Short(339, 2))));
        var tiff = new RawTiff(littleEndian: false).Header();
        var at = tiff.Data([0x3F, 0xC0, 0, 0, 0xC0, 0x49, 0x0F, 0xDB]);
        tiff.Short(256, 2).Short(257, 1).Short(258, 32).Short(262, 1).Long(273, at).Long(279, 8).Short(339, 3).Page();
        Assert.Equal([1.5f, -MathF.PI], Read(tiff.ToArray()));
    }

    private float[] Read(byte[] file)
    {
        File.WriteAllBytes(_folder.File("a.tif"), file);
        return ImageFile.Read(_folder.File("a.tif")).ToSingle();
    }
}
