using Luciole.Files;

namespace Luciole.Imaging.Tiff;

/// <summary>
/// Where a page's strips or tiles ("blocks") lie. Every block has been checked: inside the file, and large enough for the pixels it
/// is said to hold, given its compression. The planes of a planar page follow one another.
/// </summary>
internal sealed class TiffBlocks
{
    private readonly long[] _offsets;
    private readonly long[] _sizes;

    private TiffBlocks(TiffPage page, long[] offsets, long[] sizes)
    {
        _offsets = offsets;
        _sizes = sizes;
        BlocksPerPlane = (int)CountPerPlane(page);
    }

    public int BlocksPerPlane { get; }

    public long OffsetOf(int block) => _offsets[block];

    public long SizeOf(int block) => _sizes[block];

    public static TiffBlocks Read(TiffBytes bytes, TiffPage page, TiffDirectory directory)
    {
        var (offsetTag, sizeTag) = page.IsTiled
            ? (TiffTag.TileOffsets, TiffTag.TileByteCounts)
            : (TiffTag.StripOffsets, TiffTag.StripByteCounts);
        // Some writers use the strips' tags for tiles; libtiff takes either.
        if (page.IsTiled && !directory.Has(offsetTag))
            (offsetTag, sizeTag) = (TiffTag.StripOffsets, TiffTag.StripByteCounts);
        if (!page.IsTiled && page.RowsPerStrip == 0)
            throw new InputException($"{bytes.Path}: is damaged: it claims strips of 0 rows; copy or export it again.");

        var count = CountPerPlane(page) * page.SamplePlanes;
        if (directory.Count(offsetTag) < count || count > int.MaxValue)
            throw new InputException($"{bytes.Path}: is damaged: {page.Width} x {page.Height} pixels need {count} {What(page)}s, but it lists {directory.Count(offsetTag)}; copy or export it again.");
        var offsets = directory.Integers(offsetTag, count);
        var sizes = SizesOf(bytes, page, directory, sizeTag, offsets);
        var blocks = new TiffBlocks(page, offsets, sizes);
        blocks.Check(bytes, page);
        return blocks;
    }

    /// <summary>Decoded bytes of a block; the last strip of a plane is shorter.</summary>
    public long DecodedSize(TiffPage page, int block)
    {
        if (page.IsTiled)
            return (long)page.TileWidth * page.TileHeight * page.InterleavedSamples * (page.BitsPerSample / 8);
        var strip = block % BlocksPerPlane;
        var rows = Math.Min(page.RowsPerStrip, page.Height - ((long)strip * page.RowsPerStrip));
        return rows * page.RowBytes;
    }

    private static long CountPerPlane(TiffPage page) => page.IsTiled
        ? DivideUp(page.Width, page.TileWidth) * DivideUp(page.Height, page.TileHeight)
        : DivideUp(page.Height, page.RowsPerStrip);

    private static long DivideUp(int value, int by) => ((long)value + by - 1) / by;

    private static string What(TiffPage page) => page.IsTiled ? "tile" : "strip";

    // TIFF of before 1992 may lack the sizes; without compression they follow from the rows.
    private static long[] SizesOf(TiffBytes bytes, TiffPage page, TiffDirectory directory, ushort sizeTag, long[] offsets)
    {
        if (directory.Has(sizeTag))
            return directory.Integers(sizeTag, offsets.Length);
        if (page.Compression != (int)TiffCompression.None)
            throw new InputException($"{bytes.Path}: is damaged: the sizes of its compressed {What(page)}s are missing; copy or export it again.");
        var blocks = new TiffBlocks(page, offsets, offsets);
        return [.. Enumerable.Range(0, offsets.Length).Select(block => blocks.DecodedSize(page, block))];
    }

    private void Check(TiffBytes bytes, TiffPage page)
    {
        var ratio = TiffCompressions.LargestRatio(page.Compression);
        for (var block = 0; block < _offsets.Length; block++)
        {
            if (_offsets[block] == 0 || _sizes[block] == 0)
                throw new InputException($"{bytes.Path}: has no data for {What(page)} {block} of {_offsets.Length} (a sparse or unfinished file); export it again in full.");
            if (!bytes.Holds(_offsets[block], _sizes[block]))
                throw new InputException($"{bytes.Path}: is cut off or damaged: {What(page)} {block} of {_offsets.Length} lies at bytes {_offsets[block]} to {(Int128)_offsets[block] + _sizes[block]}, but the file has {bytes.Length} bytes; copy or export it again.");
            var decoded = DecodedSize(page, block);
            if (decoded / ratio > _sizes[block])
                throw new InputException($"{bytes.Path}: is damaged: it claims {page.Width} x {page.Height} pixels of {page.DTypeName}, but {What(page)} {block} has {_sizes[block]} bytes for the {decoded} it should hold; copy or export it again.");
        }
    }
}
