namespace Luciole.Kernels.Convolution;

/// <summary>A tile of as many channels as a register has lanes.</summary>
/// <param name="planes">Pointers to the channels' first pixels; null for an empty tile.</param>
/// <param name="lanes">How many channels there are; the other lanes are zero.</param>
/// <param name="top">Row of the image that the tile begins at; may lie outside.</param>
/// <param name="left">Column likewise.</param>
internal readonly unsafe struct TileWindow(float** planes, int lanes, int top, int left)
{
    /// <summary>Pointers to the channels' first pixels; null for an empty tile.</summary>
    public readonly float** Planes = planes;

    /// <summary>How many channels there are.</summary>
    public readonly int Lanes = lanes;

    /// <summary>Row of the image that the tile begins at.</summary>
    public readonly int Top = top;

    /// <summary>Column of the image that the tile begins at.</summary>
    public readonly int Left = left;
}
