using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Imaging.Tiff;

/// <summary>
/// Writes pages one after the other, each by bands of rows, through libtiff. At most one row of strips or tiles is held in memory.
/// </summary>
internal sealed class TiffWriter : IDisposable
{
    private readonly string _name;
    private readonly TiffHandle _tiff;
    private TiffLayout? _layout;
    private byte[] _band = [];
    private byte[] _tile = [];
    private int _bandRows;
    private int _rowsInPlane;
    private int _plane;
    private uint _block;

    /// <summary>Creates the file at <paramref name="path"/>; messages call it <paramref name="name"/>.</summary>
    public TiffWriter(string path, string name, bool bigTiff, bool bigEndian = false)
    {
        _name = name;
        _tiff = LibTiff.Open(path, "w" + (bigTiff ? "8" : "4") + (bigEndian ? "b" : "l"), 0, out var error);
        if (_tiff.IsInvalid)
        {
            _tiff.Dispose();
            throw new InputException($"{name}: cannot be written ({error}).");
        }
    }

    /// <summary>Starts a page; the one before must be complete.</summary>
    public void BeginPage(TiffLayout layout)
    {
        if (LibTiff.IsCodecConfigured((ushort)layout.Compression) == 0)
            throw new InputException($"{_name}: cannot be written with {TiffCompressions.Name((int)layout.Compression)}, which this libtiff lacks; choose Deflate.");
        _layout = layout;
        (_bandRows, _rowsInPlane, _plane, _block) = (0, 0, 0, 0);
        var bandBytes = checked(layout.RowsPerBlock * layout.RowBytes);
        if (_band.Length < bandBytes)
            _band = new byte[bandBytes];

        var (format, bits) = (Samples.IsFloat(layout.SampleType) ? 3 : layout.SampleType is SampleType.Int8 or SampleType.Int16 or SampleType.Int32 ? 2 : 1, Samples.Size(layout.SampleType) * 8);
        Check(LibTiff.SetUInt32(_tiff, TiffTag.ImageWidth, (uint)layout.Width));
        Check(LibTiff.SetUInt32(_tiff, TiffTag.ImageLength, (uint)layout.Height));
        Check(LibTiff.SetInt(_tiff, TiffTag.BitsPerSample, bits));
        Check(LibTiff.SetInt(_tiff, TiffTag.SampleFormat, format));
        Check(LibTiff.SetInt(_tiff, TiffTag.SamplesPerPixel, layout.SamplesPerPixel));
        Check(LibTiff.SetInt(_tiff, TiffTag.PlanarConfiguration, layout.IsPlanar ? 2 : 1));
        Check(LibTiff.SetInt(_tiff, TiffTag.PhotometricInterpretation, layout.SamplesPerPixel == 3 ? 2 : 1));
        Check(LibTiff.SetInt(_tiff, TiffTag.Compression, (int)layout.Compression));
        if (layout.Predictor != 1)
            Check(LibTiff.SetInt(_tiff, TiffTag.Predictor, layout.Predictor));
        if (layout.DeflateLevel is { } level && layout.Compression == TiffCompression.Deflate)
            Check(LibTiff.SetInt(_tiff, TiffTag.DeflateLevel, level));
        if (layout.TileSize > 0)
        {
            Check(LibTiff.SetUInt32(_tiff, TiffTag.TileWidth, (uint)layout.TileSize));
            Check(LibTiff.SetUInt32(_tiff, TiffTag.TileLength, (uint)layout.TileSize));
            _tile = new byte[checked(layout.TileSize * layout.TileSize * (layout.RowBytes / layout.Width))];
        }
        else
        {
            Check(LibTiff.SetUInt32(_tiff, TiffTag.RowsPerStrip, (uint)layout.RowsPerBlock));
        }

        if (layout.Description is { } description)
            Check(LibTiff.SetText(_tiff, TiffTag.ImageDescription, description));
        if (layout.Software is { } software)
            Check(LibTiff.SetText(_tiff, TiffTag.Software, software));
        if (layout.PhysicalSize?.InMicrometres() is { } size)
        {
            const double MicrometresPerCentimetre = 1e4;
            const int Centimetre = 3;
            Check(LibTiff.SetDouble(_tiff, TiffTag.XResolution, MicrometresPerCentimetre / size.X));
            Check(LibTiff.SetDouble(_tiff, TiffTag.YResolution, MicrometresPerCentimetre / size.Y));
            Check(LibTiff.SetInt(_tiff, TiffTag.ResolutionUnit, Centimetre));
        }
    }

    /// <summary>Adds whole rows, little endian, as <see cref="TiffLayout"/> says; of a planar page first all rows of the first plane.</summary>
    public void WriteRows(ReadOnlySpan<byte> rows)
    {
        var layout = _layout ?? throw new InvalidOperationException("No page was begun.");
        var rowBytes = layout.RowBytes;
        if (rows.Length % rowBytes != 0)
            throw new ArgumentException("Whole rows are needed.", nameof(rows));
        while (rows.Length > 0)
        {
            if (_plane == (layout.IsPlanar ? layout.SamplesPerPixel : 1))
                throw new InvalidOperationException($"{_name}: more than the {layout.Height} rows were written.");
            var free = Math.Min(layout.RowsPerBlock - _bandRows, layout.Height - _rowsInPlane);
            var count = Math.Min(free, rows.Length / rowBytes);
            rows[..(count * rowBytes)].CopyTo(_band.AsSpan(_bandRows * rowBytes));
            rows = rows[(count * rowBytes)..];
            _bandRows += count;
            _rowsInPlane += count;
            if (_bandRows == layout.RowsPerBlock || _rowsInPlane == layout.Height)
                FlushBand(layout);
        }
    }

    /// <summary>Completes the page.</summary>
    public void EndPage()
    {
        if (_layout is null || _plane != (_layout.IsPlanar ? _layout.SamplesPerPixel : 1))
            throw new InvalidOperationException($"{_name}: {_rowsInPlane} of {_layout?.Height} rows were written.");
        Check(LibTiff.WriteDirectory(_tiff));
        _layout = null;
    }

    /// <summary>Closes the file; it is complete when every begun page was ended.</summary>
    public void Dispose() => _tiff.Dispose();

    private unsafe void FlushBand(TiffLayout layout)
    {
        if (layout.TileSize > 0)
        {
            FlushTiles(layout);
        }
        else
        {
            var size = _bandRows * layout.RowBytes;
            fixed (byte* data = _band)
                Check(LibTiff.WriteEncodedStrip(_tiff, _block++, data, size) == size ? 1 : 0);
        }

        _bandRows = 0;
        if (_rowsInPlane == layout.Height)
        {
            _rowsInPlane = 0;
            _plane++;
        }
    }

    private unsafe void FlushTiles(TiffLayout layout)
    {
        var pixelBytes = layout.RowBytes / layout.Width;
        for (var left = 0; left < layout.Width; left += layout.TileSize)
        {
            var length = Math.Min(layout.TileSize, layout.Width - left) * pixelBytes;
            Array.Clear(_tile);
            for (var row = 0; row < _bandRows; row++)
                _band.AsSpan((row * layout.RowBytes) + (left * pixelBytes), length).CopyTo(_tile.AsSpan(row * layout.TileSize * pixelBytes));
            fixed (byte* data = _tile)
                Check(LibTiff.WriteEncodedTile(_tiff, _block++, data, _tile.Length) == _tile.Length ? 1 : 0);
        }
    }

    private void Check(int succeeded)
    {
        if (succeeded != 1)
            throw new InputException($"{_name}: cannot be written ({LibTiff.TakeError(_tiff)}); check that the disk has room.");
    }
}
