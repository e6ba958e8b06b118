using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;

namespace Luciole.Imaging.Tiff;

/// <summary>How a page is to be written.</summary>
internal sealed record TiffLayout
{
    private const int StripBytes = 1 << 19;

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required SampleType SampleType { get; init; }

    public int SamplesPerPixel { get; init; } = 1;

    /// <summary>Each sample as a plane of its own, one plane after the other.</summary>
    public bool IsPlanar { get; init; }

    public TiffCompression Compression { get; init; } = TiffCompression.Deflate;

    /// <summary>The codec's level; null for its default.</summary>
    public int? DeflateLevel { get; init; }

    /// <summary>Store differences where the compression allows it.</summary>
    public bool UsePredictor { get; init; } = true;

    /// <summary>Edge of the square tiles, a multiple of 16; 0 for strips.</summary>
    public int TileSize { get; init; }

    /// <summary>Rows of a strip; 0 for strips of about half a megabyte.</summary>
    public int RowsPerStrip { get; init; }

    public string? Description { get; init; }

    public string? Software { get; init; }

    public PhysicalSize? PhysicalSize { get; init; }

    public int RowBytes => checked(Width * (IsPlanar ? 1 : SamplesPerPixel) * Samples.Size(SampleType));

    public int RowsPerBlock => TileSize > 0 ? TileSize
        : RowsPerStrip > 0 ? Math.Min(RowsPerStrip, Height)
        : Math.Clamp(StripBytes / RowBytes, 1, Height);

    /// <summary>1 none, 2 differences of integers, 3 of floating-point bytes.</summary>
    public int Predictor => !UsePredictor || Compression is not (TiffCompression.Lzw or TiffCompression.Deflate or TiffCompression.Zstd) ? 1
        : Samples.IsFloat(SampleType) ? 3 : 2;
}
