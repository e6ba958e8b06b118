using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Luciole.Kernels.Matrices;

/// <summary>A right factor stored by rows: packing copies.</summary>
/// <param name="address">The first element.</param>
/// <param name="stride">Floats from one row (one depth) to the next.</param>
internal readonly unsafe struct RightByRows(float* address, nint stride) : IRightPanels
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(int column, int columns, int depth, int depths, int panelColumns, float* target, nint panelStride)
    {
        for (var d = 0; d < depths; d++)
        {
            var source = address + ((depth + d) * stride) + column;
            var to = target + ((nint)d * panelColumns);
            for (var first = 0; first < columns; first += panelColumns, to += panelStride)
                CopyRow(source + first, Math.Min(panelColumns, columns - first), to, panelColumns);
        }
    }

    /// <summary>Copies some floats and fills up with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyRow(float* source, int count, float* target, int length)
    {
        var i = 0;
        for (; i + 8 <= count; i += 8)
            Vector256.Load(source + i).Store(target + i);
        for (; i < count; i++)
            target[i] = source[i];
        for (; i < length; i++)
            target[i] = 0;
    }

    /// <inheritdoc/>
    public ReadAhead Ahead(int tile, int column, int columns, int depth, int depths)
    {
        const int half = 12 * 16;
        var (at, from) = (tile / 2, tile % 2 * half);
        return at < depths && from < columns ? new ReadAhead(null, null, 0, address + ((depth + at) * stride) + column + from, 16) : default;
    }
}
