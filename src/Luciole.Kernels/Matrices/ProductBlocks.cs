namespace Luciole.Kernels.Matrices;

/// <summary>Sizes of the blocks that stay in the caches.</summary>
/// <param name="Rows">Rows of A in a block, a multiple of a tile's.</param>
/// <param name="Columns">Columns of B in a block, a multiple of a tile's.</param>
/// <param name="Depths">Depths in a block.</param>
internal readonly record struct ProductBlocks(int Rows, int Columns, int Depths)
{
    public static int Deepest { get; set; } = int.Parse(Environment.GetEnvironmentVariable("MM_KC") ?? "320");
    public static int DeepestElsewhere => 1024;
    public static int RightFloats { get; set; } = int.Parse(Environment.GetEnvironmentVariable("MM_B") ?? "98304");
    public static int LeftFloats { get; set; } = int.Parse(Environment.GetEnvironmentVariable("MM_A") ?? "24576");

    /// <summary>
    /// Blocks for a product of depth <paramref name="k"/>. A target that is not in place takes sums only when they are complete, if that is
    /// possible at all, so the depth is then not cut.
    /// </summary>
    public static ProductBlocks Choose(int k, bool inPlace, int tileRows, int tileColumns)
    {
        var deepest = inPlace ? Deepest : DeepestElsewhere;
        var count = ((k - 1) / deepest) + 1;
        var depths = ((k - 1) / count) + 1;
        depths = (depths + 15) & ~15;
        return new ProductBlocks(
            Math.Clamp(LeftFloats / depths / tileRows, 1, 64) * tileRows,
            Math.Clamp(RightFloats / depths / tileColumns, 1, 64) * tileColumns,
            depths);
    }

    /// <summary>Floats from one panel to the next; not a power of two, so that panels do not share cache sets.</summary>
    public static nint PanelStride(int depths, int tile) => ((nint)depths * tile) + 16;
}
