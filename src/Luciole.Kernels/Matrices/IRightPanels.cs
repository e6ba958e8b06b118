namespace Luciole.Kernels.Matrices;

/// <summary>The right factor B of a product, [K, N], as something that can be copied into panels of so many columns as a tile has.</summary>
internal unsafe interface IRightPanels
{
    /// <summary>
    /// Copies columns <paramref name="column"/> and following, depths <paramref name="depth"/> and following, to panels
    /// [depth][<paramref name="panelColumns"/>] that are <paramref name="panelStride"/> floats apart; columns missing in the last are zero.
    /// </summary>
    void Pack(int column, int columns, int depth, int depths, int panelColumns, float* target, nint panelStride);

    /// <summary>The share of the tile with number <paramref name="tile"/> in fetching the block that will be packed next.</summary>
    ReadAhead Ahead(int tile, int column, int columns, int depth, int depths);
}
