using System.Diagnostics.CodeAnalysis;
using Luciole.Files;

namespace Luciole.Imaging.Tiff;

/// <summary>
/// A TIFF or BigTIFF file opened for reading. Pages are found as they are asked for, so that a file of a hundred thousand pages opens
/// as fast as any. Not safe for use by several threads at once.
/// </summary>
public sealed class TiffFile : IDisposable
{
    private const int MostPages = 1 << 22;

    private readonly TiffBytes _bytes;
    private readonly TiffRows _rows;
    private readonly List<long> _offsets = [];
    private readonly HashSet<long> _seen = [];
    private long _nextOffset;
    private (int Index, TiffPage Page)? _last;

    private TiffFile(TiffBytes bytes, TiffRows rows)
    {
        _bytes = bytes;
        _rows = rows;
        _nextOffset = bytes.FirstDirectory;
    }

    /// <summary>The file's path as it was given.</summary>
    public string Path => _bytes.Path;

    /// <summary>The file's size in bytes.</summary>
    public long Length => _bytes.Length;

    /// <summary>Whether the file stores numbers with the lowest byte first (<c>II</c>).</summary>
    public bool IsLittleEndian => _bytes.LittleEndian;

    /// <summary>Whether it is BigTIFF, with 64-bit offsets.</summary>
    public bool IsBigTiff => _bytes.BigTiff;

    /// <summary>Opens a file and finds its first page.</summary>
    /// <exception cref="InputException">The file is missing, no TIFF, damaged, or without a page.</exception>
    public static TiffFile Open(string path) => Open(path, TiffRows.DefaultCacheCapacity, TiffRows.DefaultLargestWholeStrip);

    internal static TiffFile Open(string path, long cacheCapacity, long largestWholeStrip)
    {
        var bytes = new TiffBytes(path);
        var file = new TiffFile(bytes, new TiffRows(bytes, cacheCapacity, largestWholeStrip));
        try
        {
            if (!file.TryGetPage(0, out _))
                throw new InputException($"{path}: is a TIFF file without any image (its first directory lies at byte 0); export it again.");
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The page at an index.</summary>
    /// <exception cref="InputException">There are fewer pages, or the page is damaged.</exception>
    public TiffPage Page(int index) => TryGetPage(index, out var page)
        ? page
        : throw new InputException($"{Path}: has {_offsets.Count} pages, page {index} (from 0) was asked for; the file is cut off or its description is of another file.");

    /// <summary>The page at an index, if there are so many.</summary>
    /// <exception cref="InputException">The page or the chain of pages is damaged.</exception>
    public bool TryGetPage(int index, [NotNullWhen(true)] out TiffPage? page)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        page = null;
        if (_last is { } last && last.Index == index)
        {
            page = last.Page;
            return true;
        }

        if (!Find(index))
            return false;
        page = new TiffPage(_bytes, TiffDirectory.Read(_bytes, _offsets[index]));
        _last = (index, page);
        return true;
    }

    /// <summary>The number of pages; walks to the end of the chain.</summary>
    /// <exception cref="InputException">The chain is damaged or leads back to itself.</exception>
    public int CountPages()
    {
        Find(int.MaxValue);
        return _offsets.Count;
    }

    /// <summary>
    /// Reads rows of a page of this file as stored, in little-endian byte order: <c>[row, X, sample]</c>. Of a planar page
    /// (<see cref="TiffPage.IsPlanar"/>) those of one sample, <c>[row, X]</c>. Only the strips or tiles that hold them are decoded.
    /// </summary>
    /// <exception cref="InputException">The page cannot be decoded or is damaged.</exception>
    public void ReadRows(TiffPage page, int samplePlane, int firstRow, int rowCount, Span<byte> destination) =>
        _rows.Read(page, samplePlane, firstRow, rowCount, destination);

    internal void ReadShiftedRows(TiffPage page, int firstRow, int rowCount, Span<byte> destination, long shift) =>
        _rows.Read(page, 0, firstRow, rowCount, destination, shift);

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _rows.Dispose();
        _bytes.Dispose();
    }

    // Follows the chain of directories up to an index.
    private bool Find(int index)
    {
        while (_offsets.Count <= index && _nextOffset != 0)
        {
            if (!_seen.Add(_nextOffset))
                throw new InputException($"{Path}: is damaged: its chain of pages leads back to an earlier page after {_offsets.Count} pages; export it again.");
            if (_offsets.Count == MostPages)
                throw new InputException($"{Path}: has more than {MostPages} pages, which are not read; split the file.");
            var next = TiffDirectory.ReadNext(_bytes, _nextOffset);
            _offsets.Add(_nextOffset);
            _nextOffset = next;
        }

        return index < _offsets.Count;
    }
}
