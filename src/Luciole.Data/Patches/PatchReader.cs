using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Patches;

/// <summary>
/// Cuts the patches of a grid out of an image of any size, with the image rows of one grid row in memory. Reflection at all
/// edges is an index, not a copy.
/// </summary>
public sealed class PatchReader
{
    private readonly IImageSource _source;
    private readonly ReflectPadding _padding;
    private readonly PatchGrid _grid;
    private readonly int _rowSamples;
    private float[] _band = [];
    private int _bandFirst;
    private int _bandCount;

    /// <summary>Prepares the cutting; nothing is read yet.</summary>
    /// <param name="source">The image.</param>
    /// <param name="grid">Patches of the image after <paramref name="padding"/>.</param>
    /// <param name="padding">Reflection to the patch size, or <see langword="null"/>.</param>
    public PatchReader(IImageSource source, PatchGrid grid, ReflectPadding? padding = null)
    {
        _padding = padding ?? ReflectPadding.None(source.Height, source.Width);
        if (_padding.Height != source.Height || _padding.Width != source.Width
            || _padding.PaddedHeight != grid.Height || _padding.PaddedWidth != grid.Width)
        {
            throw new ArgumentException($"{source.Name}: image, padding and grid are of different sizes.", nameof(grid));
        }

        _source = source;
        _grid = grid;
        _rowSamples = checked(source.Width * source.Channels);
    }

    /// <summary>Samples of one patch: rows * columns * channels.</summary>
    public int PatchSamples => _grid.Patch.Height * _grid.Patch.Width * _source.Channels;

    /// <summary>Cuts patch <paramref name="index"/> as <c>[Y, X, C]</c>. Reading in the order of the grid reads each image row about once.</summary>
    /// <exception cref="InputException">The image is damaged.</exception>
    public void Read(int index, Span<float> destination) => Read(_grid[index], destination);

    /// <summary>Cuts a patch that lies anywhere in the padded image, as <c>[Y, X, C]</c>; it has the size of the grid's patches.</summary>
    /// <exception cref="InputException">The image is damaged.</exception>
    public void Read(PatchBox box, Span<float> destination)
    {
        LoadBand(box);
        var channels = _source.Channels;
        var width = _grid.Patch.Width;
        for (var y = 0; y < _grid.Patch.Height; y++)
        {
            var row = _band.AsSpan((SourceRow(box.Top + y) - _bandFirst) * _rowSamples, _rowSamples);
            var patchRow = destination.Slice(y * width * channels, width * channels);
            CopyRow(row, patchRow, box.Left, channels);
        }
    }

    private void CopyRow(ReadOnlySpan<float> row, Span<float> patchRow, int left, int channels)
    {
        // The columns that need no reflection are copied in one piece.
        var width = patchRow.Length / channels;
        var offset = _grid.Layout.PaddingX + _padding.Left;
        var insideFirst = Math.Clamp(offset - left, 0, width);
        var insideEnd = Math.Clamp(offset + _source.Width - left, insideFirst, width);
        if (insideEnd > insideFirst)
        {
            var inside = row.Slice((left + insideFirst - offset) * channels, (insideEnd - insideFirst) * channels);
            inside.CopyTo(patchRow[(insideFirst * channels)..]);
        }

        for (var x = 0; x < insideFirst; x++)
            CopyPixel(row, patchRow, x, left, channels);
        for (var x = insideEnd; x < width; x++)
            CopyPixel(row, patchRow, x, left, channels);
    }

    private void CopyPixel(ReadOnlySpan<float> row, Span<float> patchRow, int x, int left, int channels)
    {
        var column = _padding.SourceColumn(Reflection.Index(left + x - _grid.Layout.PaddingX, _grid.Width));
        row.Slice(column * channels, channels).CopyTo(patchRow[(x * channels)..]);
    }

    private int SourceRow(int patchRow) => _padding.SourceRow(Reflection.Index(patchRow - _grid.Layout.PaddingY, _grid.Height));

    private void LoadBand(PatchBox box)
    {
        int first = int.MaxValue, last = -1;
        for (var y = box.Top; y < box.Bottom; y++)
        {
            first = Math.Min(first, SourceRow(y));
            last = Math.Max(last, SourceRow(y));
        }

        if (first >= _bandFirst && last < _bandFirst + _bandCount)
            return;
        var count = last - first + 1;
        if ((long)count * _rowSamples > Array.MaxLength)
            throw new InputException($"{_source.Name}: {count} rows of {_rowSamples} samples do not fit one band; reduce DATA.PATCH_SIZE along Y.");
        if (_band.Length < count * _rowSamples)
            Array.Resize(ref _band, count * _rowSamples);
        var kept = KeepOverlap(first, count);
        _source.ReadRows(first + kept, count - kept, _band.AsSpan(kept * _rowSamples));
        _bandFirst = first;
        _bandCount = count;
    }

    /// <summary>Moves rows that the next band shares with the end of this one to its beginning; says how many.</summary>
    private int KeepOverlap(int first, int count)
    {
        if (first < _bandFirst || first >= _bandFirst + _bandCount)
            return 0;
        var kept = Math.Min(_bandFirst + _bandCount - first, count);
        Array.Copy(_band, (first - _bandFirst) * _rowSamples, _band, 0, kept * _rowSamples);
        return kept;
    }
}
