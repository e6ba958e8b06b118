namespace Luciole.Kernels.Matrices;

/// <summary>The left factor A of a product, [M, K], as something that can be copied into panels of so many rows as a tile has.</summary>
internal unsafe interface ILeftPanels
{
    /// <summary>
    /// The order within a panel: true for [depth / <see cref="TileKernel.Run"/>][row][<see cref="TileKernel.Run"/>], the last group
    /// of depths shorter; false for [depth][row]. Elements are read one at a time, so the order is whichever needs no transposition.
    /// </summary>
    static abstract bool ByRows { get; }

    /// <summary>
    /// Copies rows <paramref name="row"/> and following, depths <paramref name="depth"/> and following, to panels of
    /// <paramref name="panelRows"/> rows that are <paramref name="panelStride"/> floats apart; rows missing in the last are zero.
    /// </summary>
    void Pack(int row, int rows, int depth, int depths, int panelRows, float* target, nint panelStride);

    /// <summary>The share of the tile with number <paramref name="tile"/> in fetching the block that will be packed next.</summary>
    ReadAhead Ahead(int tile, int row, int rows, int depth, int depths);
}
