namespace Luciole.Kernels.Convolution;

/// <summary>
/// How images are cut for overlap-save convolution: every tile of <see cref="Size"/> x <see cref="Size"/> pixels yields
/// <see cref="Valid"/> x <see cref="Valid"/> results, and two tiles ride in one complex transform as its real and imaginary part.
/// </summary>
internal sealed class TileGrid
{
    /// <summary>Cuts all images of a shape.</summary>
    public TileGrid(ConvolutionShape shape, int size)
    {
        Size = size;
        Valid = size - shape.Kernel + 1;
        Radius = shape.Radius;
        Rows = (shape.Height + Valid - 1) / Valid;
        Columns = (shape.Width + Valid - 1) / Valid;
        Tiles = shape.Batch * Rows * Columns;
    }

    /// <summary>Side of a tile, T.</summary>
    public int Size { get; }

    /// <summary>Side of its results, V = T - k + 1.</summary>
    public int Valid { get; }

    /// <summary>k / 2.</summary>
    public int Radius { get; }

    /// <summary>Tiles down an image.</summary>
    public int Rows { get; }

    /// <summary>Tiles across an image.</summary>
    public int Columns { get; }

    /// <summary>Tiles of all images.</summary>
    public int Tiles { get; }

    /// <summary>Pairs of tiles; the last may have an empty second tile.</summary>
    public int Pairs => (Tiles + 1) / 2;

    /// <summary>Frequencies (u, v) that a product is computed for: v from 0 to T / 2, u from 0 to T - 1, number v T + u.</summary>
    public int Frequencies => Size * ((Size / 2) + 1);

    /// <summary>Where the results of a tile lie: image, first row, first column.</summary>
    public (int Image, int Top, int Left) Locate(int tile)
    {
        var inImage = tile % (Rows * Columns);
        return (tile / (Rows * Columns), inImage / Columns * Valid, inImage % Columns * Valid);
    }

    /// <summary>Whether pairs have only one row at a frequency: in the columns that mirror themselves.</summary>
    public bool IsSelfMirrored(int frequency) => frequency / Size == 0 || frequency / Size == Size / 2;
}
