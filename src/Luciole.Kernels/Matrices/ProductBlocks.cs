namespace Luciole.Kernels.Matrices;

/// <summary>Sizes of the blocks that stay in the caches.</summary>
/// <param name="Rows">Rows of A in a block, a multiple of a tile's.</param>
/// <param name="Columns">Columns of B in a block, a multiple of a tile's.</param>
/// <param name="Depths">Depths in a block.</param>
internal readonly record struct ProductBlocks(int Rows, int Columns, int Depths)
{
    // Measured on a core with 32 KiB and 1 MiB caches; flat around these.
    private const int Deepest = 256;
    private const int DeepestElsewhere = 1024;
    private const int RightFloats = 96 << 10;
    private const int LeftFloats = 24 << 10;

    /// <summary>
    /// Blocks for a product of depth <paramref name="k"/>. A target that is not in place takes sums only when they are complete, if that is
    /// possible at all, so the depth is then not cut.
    /// </summary>
    public static ProductBlocks Choose(int k, bool inPlace, int tileRows, int tileColumns)
    {
        var deepest = inPlace ? Deepest : DeepestElsewhere;
        var count = (Math.Max(0, k - 1) / deepest) + 1;
        var depths = Math.Max(1, (k + count - 1) / count);
        depths = (depths + TileKernel.Run - 1) / TileKernel.Run * TileKernel.Run;
        return new ProductBlocks(
            Math.Clamp(LeftFloats / depths / tileRows, 1, 64) * tileRows,
            Math.Clamp(RightFloats / depths / tileColumns, 1, 64) * tileColumns,
            depths);
    }

    /// <summary>Floats from one panel to the next; not a power of two, so that panels do not share cache sets.</summary>
    public static nint PanelStride(int depths, int tile) => ((nint)depths * tile) + 16;
}
