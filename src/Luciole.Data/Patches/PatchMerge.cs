namespace Luciole.Data.Patches;

/// <summary>
/// Puts predicted patches together: the padding of each is cut off and overlapping cores are averaged. Only the rows that later
/// patches can still touch are in memory; finished rows go to a sink in order, already freed of the reflection to the patch size.
/// </summary>
public sealed class PatchMerge
{
    private readonly PatchGrid _grid;
    private readonly int _channels;
    private readonly ReflectPadding _padding;
    private readonly RowSink _sink;
    private readonly int _rowSamples;
    private readonly float[] _sums;
    private readonly int[] _finishedAfter;
    private readonly int[] _rowCoverage;
    private readonly int[] _columnCoverage;
    private int _first;
    private int _next;

    /// <summary>Prepares the merging of all patches of a grid.</summary>
    /// <param name="grid">Patches of the image after <paramref name="padding"/>.</param>
    /// <param name="channels">Channels of the prediction.</param>
    /// <param name="sink">Gets the rows.</param>
    /// <param name="padding">The reflection to be cut off, or <see langword="null"/>.</param>
    public PatchMerge(PatchGrid grid, int channels, RowSink sink, ReflectPadding? padding = null)
    {
        _grid = grid;
        _channels = channels;
        _sink = sink;
        _padding = padding ?? ReflectPadding.None(grid.Height, grid.Width);
        if (_padding.PaddedHeight != grid.Height || _padding.PaddedWidth != grid.Width)
            throw new ArgumentException("Padding and grid are of different sizes.", nameof(padding));

        _rowSamples = checked(grid.Width * channels);
        _rowCoverage = Coverage(grid.RowStarts, grid.CoreHeight, grid.Height);
        _columnCoverage = Coverage(grid.ColumnStarts, grid.CoreWidth, grid.Width);
        _finishedAfter = new int[grid.Rows];
        var untouched = grid.Height;
        for (var row = grid.Rows - 1; row >= 0; row--)
        {
            _finishedAfter[row] = untouched;
            untouched = Math.Min(untouched, grid.RowStarts[row]);
        }

        _sums = new float[checked(BandHeight() * _rowSamples)];
    }

    /// <summary>Merges patches <c>[N, Y, X, C]</c> held in memory into an image <c>[Y, X, C]</c>.</summary>
    public static float[] Merge(PatchGrid grid, ReadOnlySpan<float> patches, int channels, ReflectPadding? padding = null)
    {
        padding ??= ReflectPadding.None(grid.Height, grid.Width);
        var image = new float[checked(padding.Height * padding.Width * channels)];
        var rowSamples = padding.Width * channels;
        var merge = new PatchMerge(grid, channels, (first, _, rows) => rows.CopyTo(image.AsSpan(first * rowSamples)), padding);
        var patchSamples = grid.Patch.Height * grid.Patch.Width * channels;
        for (var i = 0; i < grid.Count; i++)
            merge.Add(patches.Slice(i * patchSamples, patchSamples));
        return image;
    }

    /// <summary>Adds the next patch <c>[Y, X, C]</c> in the order of the grid; the sink gets what it finishes.</summary>
    public void Add(ReadOnlySpan<float> patch)
    {
        var box = _grid[_next];
        var coreSamples = _grid.CoreWidth * _channels;
        for (var y = 0; y < _grid.CoreHeight; y++)
        {
            var source = patch.Slice((((y + _grid.Layout.PaddingY) * _grid.Patch.Width) + _grid.Layout.PaddingX) * _channels, coreSamples);
            var sums = _sums.AsSpan(((box.Top + y - _first) * _rowSamples) + (box.Left * _channels), coreSamples);
            for (var i = 0; i < sums.Length; i++)
                sums[i] += source[i];
        }

        _next++;
        if (_next % _grid.Columns == 0)
            Emit(_finishedAfter[(_next / _grid.Columns) - 1]);
    }

    private void Emit(int end)
    {
        var count = end - _first;
        if (count <= 0)
            return;
        for (var row = 0; row < count; row++)
            Average(_sums.AsSpan(row * _rowSamples, _rowSamples), _rowCoverage[_first + row]);
        Send(_first, count);
        _sums.AsSpan(count * _rowSamples).CopyTo(_sums);
        _sums.AsSpan(_sums.Length - (count * _rowSamples)).Clear();
        _first = end;
    }

    private void Average(Span<float> row, int rowCoverage)
    {
        for (var i = 0; i < row.Length; i++)
            row[i] /= rowCoverage * _columnCoverage[i / _channels];
    }

    /// <summary>Sends the rows that belong to the image, moved together where columns are cut off.</summary>
    private void Send(int first, int count)
    {
        var skip = Math.Clamp(_padding.Top - first, 0, count);
        if (skip == count)
            return;
        var width = _padding.Width * _channels;
        var start = skip * _rowSamples;
        for (var row = 0; _padding.Left > 0 && row < count - skip; row++)
        {
            var from = start + (row * _rowSamples) + (_padding.Left * _channels);
            _sums.AsSpan(from, width).CopyTo(_sums.AsSpan(start + (row * width)));
        }

        _sink(first + skip - _padding.Top, count - skip, _sums.AsSpan(start, (count - skip) * width));
    }

    private int BandHeight()
    {
        int first = 0, end = 0, height = 0;
        for (var row = 0; row < _grid.Rows; row++)
        {
            end = Math.Max(end, _grid.RowStarts[row] + _grid.CoreHeight);
            height = Math.Max(height, end - first);
            first = Math.Max(first, _finishedAfter[row]);
        }

        return height;
    }

    private static int[] Coverage(IReadOnlyList<int> starts, int core, int size)
    {
        var coverage = new int[size];
        foreach (var start in starts)
        {
            for (var i = start; i < start + core; i++)
                coverage[i]++;
        }

        return coverage;
    }
}
