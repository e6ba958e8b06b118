using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Luciole.Kernels.Matrices;

/// <summary>A left factor whose rows lie in memory one after the other: packing copies a cache line at a time.</summary>
/// <param name="address">The first element.</param>
/// <param name="stride">Floats from one row to the next.</param>
internal readonly unsafe struct LeftByRows(float* address, nint stride) : ILeftPanels
{
    private const int Run = TileKernel.Run;

    /// <inheritdoc/>
    public static bool ByRows => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(int row, int rows, int depth, int depths, int panelRows, float* target, nint panelStride)
    {
        for (var first = 0; first < rows; first += panelRows, target += panelStride)
        {
            for (var r = 0; r < panelRows; r++)
            {
                if (first + r < rows)
                    Copy(address + ((row + first + r) * stride) + depth, depths, target + (r * Run), panelRows * Run);
                else
                    Clear(depths, target + (r * Run), panelRows * Run);
            }
        }
    }

    /// <inheritdoc/>
    public ReadAhead Ahead(int tile, int row, int rows, int depth, int depths)
    {
        var (one, other) = (2 * tile, (2 * tile) + 1);
        return new ReadAhead(
            one < rows ? address + ((row + one) * stride) + depth : null, other < rows ? address + ((row + other) * stride) + depth : null, Run, null, 0);
    }

    /// <summary>Copies a row in runs of <see cref="TileKernel.Run"/> floats, <paramref name="step"/> apart in the target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* source, int depths, float* target, int step)
    {
        var d = 0;
        for (; d + Run <= depths; d += Run, target += step)
        {
            var low = Vector256.Load(source + d);
            var high = Vector256.Load(source + d + 8);
            low.Store(target);
            high.Store(target + 8);
        }

        for (var i = 0; d + i < depths; i++)
            target[i] = source[d + i];
    }

    /// <summary>Zeros in place of a missing row.</summary>
    public static void Clear(int depths, float* target, int step)
    {
        for (var d = 0; d < depths; d += Run, target += step)
            new Span<float>(target, Math.Min(Run, depths - d)).Clear();
    }
}
