using System.Runtime.CompilerServices;

namespace Luciole.Kernels.Matrices;

/// <summary>A right factor stored by columns, as a layer's weight is: packing transposes.</summary>
/// <param name="address">The first element.</param>
/// <param name="stride">Floats from one column to the next.</param>
internal readonly unsafe struct RightByColumns(float* address, nint stride) : IRightPanels
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(int column, int columns, int depth, int depths, int panelColumns, float* target, nint panelStride)
    {
        for (var first = 0; first < columns; first += panelColumns, target += panelStride)
        {
            for (var c = 0; c < panelColumns; c += 8)
            {
                var source = address + ((column + first + c) * stride) + depth;
                Transposition.Eight(source, stride, Math.Clamp(columns - first - c, 0, 8), depths, target + c, panelColumns);
            }
        }
    }

    /// <inheritdoc/>
    public ReadAhead Ahead(int tile, int column, int columns, int depth, int depths) =>
        tile < columns ? new ReadAhead(null, null, 0, address + ((column + tile) * stride) + depth, 16) : default;
}
