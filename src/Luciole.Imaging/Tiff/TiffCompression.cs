namespace Luciole.Imaging.Tiff;

/// <summary>Compression schemes, by the number that the tag Compression holds.</summary>
public enum TiffCompression
{
    /// <summary>No compression.</summary>
    None = 1,

    /// <summary>Lempel-Ziv-Welch (TIFF 6.0, section 13).</summary>
    Lzw = 5,

    /// <summary>Deflate as Adobe registered it; "zlib" in many programs.</summary>
    Deflate = 8,

    /// <summary>Run lengths of bytes (TIFF 6.0, section 9).</summary>
    PackBits = 32773,

    /// <summary>Deflate under its first, experimental number; read only.</summary>
    OldDeflate = 32946,

    /// <summary>Zstandard, where libtiff was built with it.</summary>
    Zstd = 50000,
}
