using System.Runtime.InteropServices;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;
using Microsoft.Win32.SafeHandles;

namespace Luciole.Imaging.Ome;

/// <summary>
/// Writes an OME-TIFF with one page for each channel of each plane, by bands of rows, so that the image is never whole in memory. BigTIFF is used
/// when 4 GiB may not do. The file appears under its name at <see cref="Commit"/> only.
/// </summary>
public sealed class OmeTiffWriter : IDisposable
{
    // 4 GiB less a margin for what does not compress, the directories and the description.
    private const long LargestClassicTiff = 3_900_000_000;
    private const int BandBytes = 1 << 22;

    private readonly OmeTiffOptions _options;
    private readonly AtomicFile _file;
    private readonly TiffWriter _writer;
    private readonly TiffLayout _layout;
    private readonly SafeFileHandle? _laterChannels;
    private byte[] _native = [];
    private byte[] _plane = [];
    private int _rowsWritten;
    private int _planesWritten;

    /// <summary>Starts the file.</summary>
    /// <exception cref="InputException">It cannot be created.</exception>
    public OmeTiffWriter(string path, OmeTiffOptions options)
        : this(path, options, LargestClassicTiff)
    {
    }

    internal OmeTiffWriter(string path, OmeTiffOptions options, long largestClassicTiff)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.ChannelNames.Count, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.TileSize % 16, 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Depth, 1, nameof(options));
        _options = options;
        _layout = new TiffLayout
        {
            Width = options.Width,
            Height = options.Height,
            SampleType = options.SampleType,
            Compression = options.Compression,
            DeflateLevel = options.DeflateLevel,
            UsePredictor = options.UseFloatPredictor || !Samples.IsFloat(options.SampleType),
            TileSize = options.TileSize,
            Software = options.Provenance.Program,
            PhysicalSize = options.Source?.PhysicalSize ?? options.PhysicalSize,
        };
        _file = new AtomicFile(path);
        try
        {
            _file.CloseStream();
            var size = (long)_layout.RowBytes * options.Height * options.ChannelNames.Count * options.Depth;
            _writer = new TiffWriter(_file.TemporaryPath, path, size > largestClassicTiff);
            if (options.ChannelNames.Count > 1)
                _laterChannels = OpenUnnamed(_file.TemporaryPath + ".channels");
            _writer.BeginPage(_layout with { Description = OmeOutputXml.Compose(options, Path.GetFileName(path)) });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Adds whole rows <c>[row, X, C]</c> in single precision, those of a stack plane after plane; integers are rounded and kept within their type's range.</summary>
    /// <exception cref="InputException">The disk is full.</exception>
    public void WriteRows(ReadOnlySpan<float> rows)
    {
        var rowSamples = _options.Width * _options.ChannelNames.Count;
        var bandRows = Math.Max(1, BandBytes / (rowSamples * sizeof(float)));
        while (rows.Length > 0)
        {
            var count = Math.Min(rows.Length, bandRows * rowSamples);
            var native = Buffer(ref _native, count * Samples.Size(_options.SampleType));
            Samples.FromSingle(_options.SampleType, rows[..count], native);
            WriteNativeRows(native);
            rows = rows[count..];
        }
    }

    /// <summary>Adds whole rows <c>[row, X, C]</c> of samples in the file's type, little endian, those of a stack plane after plane.</summary>
    /// <exception cref="InputException">The disk is full.</exception>
    public void WriteNativeRows(ReadOnlySpan<byte> rows)
    {
        var rowBytes = _layout.RowBytes * _options.ChannelNames.Count;
        if (rows.Length % rowBytes != 0)
            throw new ArgumentException("Whole rows are needed.", nameof(rows));
        while (rows.Length > 0)
        {
            if (_rowsWritten == _options.Height)
                NextPlane();
            var count = Math.Min(rows.Length / rowBytes, _options.Height - _rowsWritten);
            WritePlaneRows(rows[..(count * rowBytes)], count);
            rows = rows[(count * rowBytes)..];
        }
    }

    private void NextPlane()
    {
        if (_planesWritten + 1 == _options.Depth)
            throw new InvalidOperationException($"More than {_options.Height} rows were written to {(_options.Depth > 1 ? "the last plane of a stack" : "an image")}.");
        EndPlane();
        _writer.BeginPage(_layout);
    }

    private void EndPlane()
    {
        _writer.EndPage();
        for (var channel = 1; channel < _options.ChannelNames.Count; channel++)
            WriteLaterChannel(channel);
        (_planesWritten, _rowsWritten) = (_planesWritten + 1, 0);
    }

    private void WritePlaneRows(ReadOnlySpan<byte> rows, int count)
    {
        var channels = _options.ChannelNames.Count;
        if (channels == 1)
        {
            _writer.WriteRows(rows);
        }
        else
        {
            var plane = Buffer(ref _plane, count * _layout.RowBytes);
            for (var channel = 0; channel < channels; channel++)
            {
                Pick(rows, channel, channels, plane);
                if (channel == 0)
                    _writer.WriteRows(plane);
                else
                    RandomAccess.Write(_laterChannels!, plane, PlaceOf(channel, _rowsWritten));
            }
        }

        _rowsWritten += count;
    }

    /// <summary>Completes the file and gives it its name; all rows must have been written.</summary>
    /// <exception cref="InputException">The disk is full.</exception>
    public void Commit()
    {
        if (_rowsWritten != _options.Height || _planesWritten + 1 != _options.Depth)
            throw new InvalidOperationException($"{_rowsWritten} of {_options.Height} rows were written{(_options.Depth > 1 ? $" to plane {_planesWritten + 1} of {_options.Depth}" : "")}.");
        EndPlane();
        _writer.Dispose();
        _file.Commit();
    }

    /// <summary>Removes what was written when it was not committed.</summary>
    public void Dispose()
    {
        _writer?.Dispose();
        _laterChannels?.Dispose();
        _file.Dispose();
    }

    // Pages are written one after the other, but all channels arrive together: those after the first wait in a file that has no
    // name any more, so that nothing remains of it whatever happens.
    private static SafeFileHandle OpenUnnamed(string path)
    {
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return handle;
    }

    private void WriteLaterChannel(int channel)
    {
        _writer.BeginPage(_layout);
        var bandRows = Math.Max(1, BandBytes / _layout.RowBytes);
        for (var row = 0; row < _options.Height; row += bandRows)
        {
            var band = Buffer(ref _plane, Math.Min(bandRows, _options.Height - row) * _layout.RowBytes);
            for (var read = 0; read < band.Length;)
            {
                var got = RandomAccess.Read(_laterChannels!, band[read..], PlaceOf(channel, row) + read);
                read += got > 0 ? got : throw new IOException("The channels put aside could not be read back.");
            }

            _writer.WriteRows(band);
        }

        _writer.EndPage();
    }

    private long PlaceOf(int channel, int row) => (((long)(channel - 1) * _options.Height) + row) * _layout.RowBytes;

    private static Span<byte> Buffer(ref byte[] buffer, int size)
    {
        if (buffer.Length < size)
            buffer = new byte[size];
        return buffer.AsSpan(0, size);
    }

    private void Pick(ReadOnlySpan<byte> rows, int channel, int channels, Span<byte> plane)
    {
        switch (Samples.Size(_options.SampleType))
        {
            case 1:
                Pick<byte>(rows, channel, channels, plane);
                break;
            case 2:
                Pick<ushort>(rows, channel, channels, plane);
                break;
            case 4:
                Pick<uint>(rows, channel, channels, plane);
                break;
            default:
                Pick<ulong>(rows, channel, channels, plane);
                break;
        }
    }

    private static void Pick<T>(ReadOnlySpan<byte> rows, int channel, int channels, Span<byte> plane)
        where T : unmanaged
    {
        var source = MemoryMarshal.Cast<byte, T>(rows);
        var target = MemoryMarshal.Cast<byte, T>(plane);
        for (var i = 0; i < target.Length; i++)
            target[i] = source[(i * channels) + channel];
    }
}
