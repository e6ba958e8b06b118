using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Imaging.Tiff;

/// <summary>
/// Decodes rows of pages as little-endian samples. Uncompressed strips are read straight from the file; strips and tiles of bearable
/// size are decoded whole by libtiff and kept a while; large compressed strips are decoded row by row, so that a file of one strip
/// needs no memory for the whole image (going backwards there starts again at the strip's first row).
/// </summary>
internal sealed class TiffRows(TiffBytes bytes, long cacheCapacity, long largestWholeStrip) : IDisposable
{
    public const long DefaultCacheCapacity = 128L << 20;
    public const long DefaultLargestWholeStrip = 32L << 20;

    // What libtiff may allocate at once beyond the file's own size: codec tables and rounding.
    private const long AllocationMargin = 64L << 20;

    private readonly DecodedBlocks _decoded = new(cacheCapacity);
    private TiffHandle? _tiff;
    private long _selected;
    private (int Strip, int Row) _next = (-1, 0);
    private byte[] _skipped = [];

    /// <summary>
    /// Reads rows of one plane of samples. <paramref name="shift"/> moves the place of the data in the file: ImageJ stores the planes
    /// of a stack one after the other behind a single directory.
    /// </summary>
    public void Read(TiffPage page, int samplePlane, int firstRow, int rowCount, Span<byte> destination, long shift = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)firstRow + rowCount, page.Height, nameof(rowCount));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(samplePlane, page.SamplePlanes);
        var blocks = page.Blocks;
        destination = destination[..checked(rowCount * page.RowBytes)];
        if (page.IsTiled)
            ReadTiles(page, blocks, samplePlane, firstRow, rowCount, destination);
        else
            ReadStrips(page, blocks, samplePlane, firstRow, rowCount, destination, shift);
    }

    public void Dispose() => _tiff?.Dispose();

    private void ReadStrips(TiffPage page, TiffBlocks blocks, int samplePlane, int firstRow, int rowCount, Span<byte> destination, long shift)
    {
        var direct = page.Compression == (int)TiffCompression.None && page.HasNaturalBitOrder;
        var whole = (long)page.RowsPerStrip * page.RowBytes <= largestWholeStrip;
        for (var row = firstRow; row < firstRow + rowCount;)
        {
            var strip = row / page.RowsPerStrip;
            var rowInStrip = row - (strip * page.RowsPerStrip);
            var count = Math.Min(page.RowsPerStrip - rowInStrip, firstRow + rowCount - row);
            var block = (samplePlane * blocks.BlocksPerPlane) + strip;
            var target = destination[((row - firstRow) * page.RowBytes)..][..(count * page.RowBytes)];
            if (direct)
                ReadDirectly(page, blocks.OffsetOf(block) + shift + ((long)rowInStrip * page.RowBytes), target, block);
            else if (whole)
                Decode(page, blocks, block).AsSpan(rowInStrip * page.RowBytes, target.Length).CopyTo(target);
            else
                DecodeRows(page, block, row, rowInStrip, target, samplePlane);
            row += count;
        }
    }

    private void ReadTiles(TiffPage page, TiffBlocks blocks, int samplePlane, int firstRow, int rowCount, Span<byte> destination)
    {
        var across = (int)(((long)page.Width + page.TileWidth - 1) / page.TileWidth);
        var pixelBytes = page.InterleavedSamples * (page.BitsPerSample / 8);
        for (var row = firstRow; row < firstRow + rowCount;)
        {
            var tileRow = row / page.TileHeight;
            var rowInTile = row - (tileRow * page.TileHeight);
            var count = Math.Min(page.TileHeight - rowInTile, firstRow + rowCount - row);
            for (var column = 0; column < across; column++)
            {
                var tile = Decode(page, blocks, (samplePlane * blocks.BlocksPerPlane) + (tileRow * across) + column);
                var left = column * page.TileWidth;
                var length = Math.Min(page.TileWidth, page.Width - left) * pixelBytes;
                for (var i = 0; i < count; i++)
                {
                    tile.AsSpan((rowInTile + i) * page.TileWidth * pixelBytes, length)
                        .CopyTo(destination[(((row - firstRow + i) * page.RowBytes) + (left * pixelBytes))..]);
                }
            }

            row += count;
        }
    }

    private void ReadDirectly(TiffPage page, long offset, Span<byte> target, int block)
    {
        bytes.Read(offset, target, $"strip {block}");
        if (bytes.LittleEndian)
            return;
        switch (page.BitsPerSample)
        {
            case 16:
                Swap(MemoryMarshal.Cast<byte, ushort>(target), BinaryPrimitives.ReverseEndianness);
                break;
            case 32:
                Swap(MemoryMarshal.Cast<byte, uint>(target), BinaryPrimitives.ReverseEndianness);
                break;
            case 64:
                Swap(MemoryMarshal.Cast<byte, ulong>(target), BinaryPrimitives.ReverseEndianness);
                break;
        }
    }

    private delegate void SwapAll<T>(ReadOnlySpan<T> source, Span<T> destination);

    private static void Swap<T>(Span<T> samples, SwapAll<T> swap) => swap(samples, samples);

    private unsafe byte[] Decode(TiffPage page, TiffBlocks blocks, int block)
    {
        if (_decoded.Find(page.Offset, block) is { } held)
            return held;
        var tiff = Select(page);
        var size = (int)blocks.DecodedSize(page, block);
        var buffer = _decoded.Add(page.Offset, block, size);
        long read;
        fixed (byte* target = buffer)
        {
            read = page.IsTiled
                ? LibTiff.ReadEncodedTile(tiff, (uint)block, target, size)
                : LibTiff.ReadEncodedStrip(tiff, (uint)block, target, size);
        }

        _next = (-1, 0);
        if (read == size)
            return buffer;
        _decoded.Remove(page.Offset, block);
        throw Damaged(page, $"{(page.IsTiled ? "tile" : "strip")} {block}");
    }

    private unsafe void DecodeRows(TiffPage page, int block, int row, int rowInStrip, Span<byte> target, int samplePlane)
    {
        var tiff = Select(page);
        if (_next.Strip != block || _next.Row > rowInStrip)
            _next = (block, 0);
        if (_skipped.Length < page.RowBytes)
            _skipped = new byte[page.RowBytes];
        var last = rowInStrip + (target.Length / page.RowBytes) - 1;
        while (_next.Row <= last)
        {
            var at = _next.Row - rowInStrip;
            fixed (byte* to = at < 0 ? _skipped : target[(at * page.RowBytes)..])
            {
                if (LibTiff.ReadScanline(tiff, to, (uint)(row - rowInStrip + _next.Row), (ushort)samplePlane) != 1)
                {
                    var failed = row - rowInStrip + _next.Row;
                    _next = (-1, 0);
                    throw Damaged(page, $"row {failed}");
                }
            }

            _next.Row++;
        }
    }

    private TiffHandle Select(TiffPage page)
    {
        if (_tiff is null)
        {
            // r: read, h: header only, the directories are found by TiffFile; m: no memory mapping, because a file that shrinks
            // meanwhile would end the process; c: strips as they are; D: block lists when they are needed.
            _tiff = LibTiff.Open(bytes.Path, "rhmcD", bytes.Length + AllocationMargin, out var error);
            if (_tiff.IsInvalid)
            {
                _tiff.Dispose();
                _tiff = null;
                throw new InputException($"{bytes.Path}: cannot be opened by libtiff ({error}).");
            }
        }

        if (_selected == page.Offset)
            return _tiff;
        _selected = 0;
        _next = (-1, 0);
        LibTiff.TakeError(_tiff);
        if (LibTiff.SetDirectory(_tiff, (ulong)page.Offset) == 0)
            throw Damaged(page, "its directory");
        EnsureSameView(page);
        _selected = page.Offset;
        return _tiff;
    }

    // A damaged directory may read differently to libtiff (which corrects what looks wrong) than to us: then neither is to be trusted.
    private void EnsureSameView(TiffPage page)
    {
        Equal(LibTiff.GetUInt32(_tiff!, TiffTag.ImageWidth, out var width), width, page.Width, "width");
        Equal(LibTiff.GetUInt32(_tiff!, TiffTag.ImageLength, out var height), height, page.Height, "height");
        Equal(LibTiff.GetUInt16(_tiff!, TiffTag.BitsPerSample, out var bits), bits, page.BitsPerSample, "bits per sample");
        Equal(LibTiff.GetUInt16(_tiff!, TiffTag.SamplesPerPixel, out var samples), samples, page.SamplesPerPixel, "samples per pixel");
        Equal(LibTiff.GetUInt16(_tiff!, TiffTag.Compression, out var compression), compression, page.Compression, "compression");
        if (page.IsTiled)
            Equal(1, (long)LibTiff.TileSize(_tiff!), page.Blocks.DecodedSize(page, 0), "bytes per tile");
        else
            Equal(1, (long)LibTiff.ScanlineSize(_tiff!), page.RowBytes, "bytes per row");

        void Equal(int present, long value, long expected, string what)
        {
            if (present == 0 || value != expected)
                throw new InputException($"{bytes.Path}: is damaged: its directory contradicts itself in the {what} ({value} or {expected}); copy or export it again.");
        }
    }

    private InputException Damaged(TiffPage page, string what)
    {
        // libtiff often begins with the path, with which our sentence begins too.
        var reason = LibTiff.TakeError(_tiff!).Replace(bytes.Path + ": ", "", StringComparison.Ordinal);
        reason = Quote.Line(reason, 200);
        return new InputException($"{bytes.Path}: is cut off or damaged: {what} ({page.CompressionName}) cannot be decoded{(reason.Length > 0 ? $" (libtiff: {reason})" : "")}; copy or export it again.");
    }
}
