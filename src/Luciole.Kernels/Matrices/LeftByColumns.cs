using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Luciole.Kernels.Matrices;

/// <summary>A left factor whose columns lie in memory one after the other: the transposed of a matrix stored by rows.</summary>
/// <param name="address">The first element.</param>
/// <param name="stride">Floats from one column (one depth) to the next.</param>
internal readonly unsafe struct LeftByColumns(float* address, nint stride) : ILeftPanels
{
    /// <inheritdoc/>
    public static bool ByRows => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(int row, int rows, int depth, int depths, int panelRows, float* target, nint panelStride)
    {
        for (var d = 0; d < depths; d++)
        {
            var source = address + ((depth + d) * stride) + row;
            var to = target + ((nint)d * panelRows);
            for (var first = 0; first < rows; first += panelRows, to += panelStride)
            {
                var here = Math.Min(panelRows, rows - first);
                var r = 0;
                for (; r + 4 <= here; r += 4)
                    Vector128.Load(source + first + r).Store(to + r);
                for (; r < here; r++)
                    to[r] = source[first + r];
                for (; r < panelRows; r++)
                    to[r] = 0;
            }
        }
    }

    /// <inheritdoc/>
    public ReadAhead Ahead(int tile, int row, int rows, int depth, int depths)
    {
        const int line = 16;
        var lines = (rows + line - 1) / line;
        var one = tile / lines * 2 * TileKernel.Run;
        var first = address + ((depth + one) * stride) + row + (tile % lines * line);
        return new ReadAhead(one < depths ? first : null, one + TileKernel.Run < depths ? first + (TileKernel.Run * stride) : null, stride, null, 0);
    }
}
