using System.Globalization;

namespace Luciole.Imaging.Tiff;

/// <summary>What is known of each compression scheme.</summary>
internal static class TiffCompressions
{
    /// <summary>A scheme's name, for people; its number when it is unknown.</summary>
    public static string Name(int compression) => compression switch
    {
        1 => "none",
        2 => "CCITT run lengths",
        3 => "CCITT fax 3",
        4 => "CCITT fax 4",
        5 => "LZW",
        6 => "JPEG (old)",
        7 => "JPEG",
        8 => "Deflate",
        32773 => "PackBits",
        32946 => "Deflate (old number)",
        33003 or 33005 => "JPEG 2000 (Aperio)",
        34712 => "JPEG 2000",
        34887 => "LERC",
        34892 => "JPEG (lossy DNG)",
        34925 => "LZMA",
        34933 => "PNG",
        34934 => "JPEG XR",
        50000 => "Zstandard",
        50001 => "WebP",
        50002 => "JPEG XL",
        _ => "number " + compression.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Whether the reader decodes it with this libtiff.</summary>
    public static bool IsReadable(int compression) =>
        Enum.IsDefined((TiffCompression)compression) && LibTiff.IsCodecConfigured((ushort)compression) != 0;

    /// <summary>How many bytes one compressed byte can stand for at most; a larger claim is a lie, refused before memory is taken.</summary>
    public static long LargestRatio(int compression) => (TiffCompression)compression switch
    {
        TiffCompression.None => 1,
        // Two bytes repeat one byte up to 128 times.
        TiffCompression.PackBits => 64,
        // One bit for a match of 258 bytes, and one for its distance.
        TiffCompression.Deflate or TiffCompression.OldDeflate => 1032,
        // A 12-bit code for a string as long as the table has entries.
        TiffCompression.Lzw => 4096 * 2 / 3,
        // A block of four bytes repeats one byte 128 Ki times.
        _ => 1 << 15,
    };
}
