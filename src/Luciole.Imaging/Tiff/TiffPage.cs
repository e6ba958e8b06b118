using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Imaging.Tiff;

/// <summary>
/// One page (directory) of a TIFF file: its geometry and encoding as declared. Whether it can be decoded is decided by
/// <see cref="EnsureReadable"/>, so that unreadable pages can still be listed.
/// </summary>
public sealed class TiffPage
{
    private const int MostDescriptionBytes = 1 << 26;

    private readonly TiffDirectory _directory;
    private readonly TiffBytes _bytes;
    private TiffBlocks? _blocks;

    internal TiffPage(TiffBytes bytes, TiffDirectory directory)
    {
        _bytes = bytes;
        _directory = directory;
        Width = Dimension(TiffTag.ImageWidth, "width");
        Height = Dimension(TiffTag.ImageLength, "height");
        SamplesPerPixel = (int)Math.Clamp(directory.Integer(TiffTag.SamplesPerPixel, 1), 0, ushort.MaxValue);
        BitsPerSample = (int)Math.Clamp(directory.Integer(TiffTag.BitsPerSample, 1), 0, ushort.MaxValue);
        SampleFormat = (int)Math.Clamp(directory.Integer(TiffTag.SampleFormat, 1), 0, ushort.MaxValue);
        Compression = (int)Math.Clamp(directory.Integer(TiffTag.Compression, 1), 0, ushort.MaxValue);
        Predictor = (int)Math.Clamp(directory.Integer(TiffTag.Predictor, 1), 0, ushort.MaxValue);
        Photometric = (int)Math.Clamp(directory.Integer(TiffTag.PhotometricInterpretation, 1), 0, ushort.MaxValue);
        IsPlanar = directory.Integer(TiffTag.PlanarConfiguration, 1) == 2 && SamplesPerPixel > 1;
        IsTiled = directory.Has(TiffTag.TileWidth);
        TileWidth = IsTiled ? Dimension(TiffTag.TileWidth, "tile width") : 0;
        TileHeight = IsTiled ? Dimension(TiffTag.TileLength, "tile height") : 0;
        RowsPerStrip = IsTiled ? 0 : (int)Math.Clamp(directory.Integer(TiffTag.RowsPerStrip, uint.MaxValue), 0, Height);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Samples per pixel: 1 for grey, 3 for RGB.</summary>
    public int SamplesPerPixel { get; }

    /// <summary>Bits of one sample (of the first, where they differ).</summary>
    public int BitsPerSample { get; }

    /// <summary>1 unsigned, 2 signed, 3 floating point, others as in TIFF 6.0, section 19.</summary>
    public int SampleFormat { get; }

    /// <summary>The tag Compression; see <see cref="TiffCompression"/>.</summary>
    public int Compression { get; }

    /// <summary>The compression's name, for people.</summary>
    public string CompressionName => TiffCompressions.Name(Compression);

    /// <summary>1 none, 2 differences along the row, 3 differences of floating-point bytes.</summary>
    public int Predictor { get; }

    /// <summary>The tag PhotometricInterpretation: 0 white is zero, 1 black is zero, 2 RGB, 3 palette.</summary>
    public int Photometric { get; }

    /// <summary>Whether each sample is stored as a plane of its own.</summary>
    public bool IsPlanar { get; }

    /// <summary>Whether the pixels are stored in tiles, else in strips.</summary>
    public bool IsTiled { get; }

    /// <summary>Columns of a tile; 0 for strips.</summary>
    public int TileWidth { get; }

    /// <summary>Rows of a tile; 0 for strips.</summary>
    public int TileHeight { get; }

    /// <summary>Rows of a strip, at most the height; 0 for tiles.</summary>
    public int RowsPerStrip { get; }

    /// <summary>The sample's type; null when it is none that is read.</summary>
    public SampleType? SampleType => (SampleFormat, BitsPerSample) switch
    {
        (1 or 4, 8) => Pixels.SampleType.UInt8,
        (1 or 4, 16) => Pixels.SampleType.UInt16,
        (1 or 4, 32) => Pixels.SampleType.UInt32,
        (2, 8) => Pixels.SampleType.Int8,
        (2, 16) => Pixels.SampleType.Int16,
        (2, 32) => Pixels.SampleType.Int32,
        (3, 32) => Pixels.SampleType.Float32,
        (3, 64) => Pixels.SampleType.Float64,
        _ => null,
    };

    /// <summary>The sample's type in NumPy's words, also of types that are not read: <c>uint16</c>, <c>uint1</c>, <c>float16</c>.</summary>
    public string DTypeName => SampleFormat switch
    {
        1 or 4 => $"uint{BitsPerSample}",
        2 => $"int{BitsPerSample}",
        3 => $"float{BitsPerSample}",
        5 or 6 => $"complex{BitsPerSample}",
        _ => $"format{SampleFormat}-{BitsPerSample}",
    };

    /// <summary>Samples that lie side by side in a row: the samples per pixel, or 1 where each has its own plane.</summary>
    public int InterleavedSamples => IsPlanar ? 1 : SamplesPerPixel;

    /// <summary>Planes of samples: 1, or the samples per pixel where each has its own.</summary>
    public int SamplePlanes => IsPlanar ? SamplesPerPixel : 1;

    /// <summary>Bytes of one decoded row of one plane of samples.</summary>
    public int RowBytes => Width * InterleavedSamples * (BitsPerSample / 8);

    /// <summary>The tag ImageDescription.</summary>
    public string? Description => _directory.Text(TiffTag.ImageDescription, MostDescriptionBytes);

    /// <summary>The tag Software.</summary>
    public string? Software => _directory.Text(TiffTag.Software, MostDescriptionBytes);

    /// <summary>The tag DateTime.</summary>
    public string? DateTime => _directory.Text(TiffTag.DateTime, MostDescriptionBytes);

    /// <summary>Pixels per unit along X.</summary>
    public double? XResolution => _directory.Rational(TiffTag.XResolution);

    /// <summary>Pixels per unit along Y.</summary>
    public double? YResolution => _directory.Rational(TiffTag.YResolution);

    /// <summary>1 no unit, 2 inch, 3 centimetre.</summary>
    public int ResolutionUnit => (int)Math.Clamp(_directory.Integer(TiffTag.ResolutionUnit, 2), 0, ushort.MaxValue);

    internal long Offset => _directory.Offset;

    internal bool HasNaturalBitOrder => _directory.Integer(TiffTag.FillOrder, 1) == 1;

    internal TiffBlocks Blocks
    {
        get
        {
            EnsureReadable();
            return _blocks!;
        }
    }

    /// <summary>Checks that the page can be decoded and that its strips or tiles lie in the file and can hold what it claims.</summary>
    /// <exception cref="InputException">It cannot; the sentence says what was found and what is read.</exception>
    public void EnsureReadable()
    {
        if (_blocks is not null)
            return;
        TiffPageCheck.Encoding(_bytes.Path, this, _directory);
        _blocks = TiffBlocks.Read(_bytes, this, _directory);
    }

    /// <summary>Whether two pages can be planes of one stack.</summary>
    internal bool IsLike(TiffPage other) =>
        Width == other.Width && Height == other.Height && SamplesPerPixel == other.SamplesPerPixel &&
        BitsPerSample == other.BitsPerSample && SampleFormat == other.SampleFormat && IsPlanar == other.IsPlanar;

    private int Dimension(ushort tag, string what)
    {
        var value = _directory.Integer(tag, 0);
        if (value is <= 0 or > int.MaxValue)
            throw new InputException($"{_bytes.Path}: is damaged: it claims a {what} of {value} pixels; copy or export it again.");
        return (int)value;
    }
}
