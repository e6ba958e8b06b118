using Luciole.Files;

namespace Luciole.Data.Patches;

/// <summary>
/// The patches that cover an image. The image is mirrored by <see cref="PatchLayout.PaddingY"/> and
/// <see cref="PatchLayout.PaddingX"/> on all sides; patch coordinates are those of that padded image. The inner part of a patch,
/// its core, lies at the same numbers in the image itself. Patches are counted row by row.
/// </summary>
public sealed class PatchGrid
{
    private readonly int[] _rowStarts;
    private readonly int[] _columnStarts;

    /// <summary>Lays patches over an image.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="patch">The size of every patch.</param>
    /// <param name="layout">Overlap and padding, per axis.</param>
    /// <exception cref="InputException">The patch is larger than the image, or overlap or padding are out of range.</exception>
    public PatchGrid(int height, int width, PatchShape patch, PatchLayout layout = default)
        : this(
            height,
            width,
            patch,
            layout,
            PatchAxis.Starts("Y", height, patch.Height, layout.OverlapY, layout.PaddingY),
            PatchAxis.Starts("X", width, patch.Width, layout.OverlapX, layout.PaddingX))
    {
    }

    private PatchGrid(int height, int width, PatchShape patch, PatchLayout layout, int[] rowStarts, int[] columnStarts)
    {
        Height = height;
        Width = width;
        Patch = patch;
        Layout = layout;
        _rowStarts = rowStarts;
        _columnStarts = columnStarts;
    }

    /// <summary>Rows of the image.</summary>
    public int Height { get; }

    /// <summary>Columns of the image.</summary>
    public int Width { get; }

    /// <summary>The size of every patch.</summary>
    public PatchShape Patch { get; }

    /// <summary>Overlap and padding.</summary>
    public PatchLayout Layout { get; }

    /// <summary>First rows of the patches, one for each row of the grid.</summary>
    public IReadOnlyList<int> RowStarts => _rowStarts;

    /// <summary>First columns of the patches, one for each column of the grid.</summary>
    public IReadOnlyList<int> ColumnStarts => _columnStarts;

    /// <summary>Rows of the grid.</summary>
    public int Rows => _rowStarts.Length;

    /// <summary>Columns of the grid.</summary>
    public int Columns => _columnStarts.Length;

    /// <summary>Patches.</summary>
    public int Count => Rows * Columns;

    /// <summary>Rows of a core.</summary>
    public int CoreHeight => Patch.Height - (2 * Layout.PaddingY);

    /// <summary>Columns of a core.</summary>
    public int CoreWidth => Patch.Width - (2 * Layout.PaddingX);

    /// <summary>A patch by its number, row by row.</summary>
    public PatchBox this[int index]
    {
        get
        {
            var top = _rowStarts[index / Columns];
            var left = _columnStarts[index % Columns];
            return new PatchBox(top, top + Patch.Height, left, left + Patch.Width);
        }
    }

    /// <summary>
    /// The patches that an image is predicted with: an image of exactly the patch's size is one patch without padding, and patches
    /// that would lie all at one place are predicted once.
    /// </summary>
    /// <inheritdoc cref="PatchGrid(int, int, PatchShape, PatchLayout)"/>
    public static PatchGrid ForPrediction(int height, int width, PatchShape patch, PatchLayout layout)
    {
        if (height == patch.Height && width == patch.Width)
            return new PatchGrid(height, width, patch);
        var grid = new PatchGrid(height, width, patch, layout);
        return new PatchGrid(height, width, patch, layout, OnceIfAllEqual(grid._rowStarts), OnceIfAllEqual(grid._columnStarts));
    }

    // Averages do not change when every patch along an axis is there equally often.
    private static int[] OnceIfAllEqual(int[] starts) => starts.All(s => s == starts[0]) ? [starts[0]] : starts;
}
