using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Luciole.Kernels.Matrices;

/// <summary>A left factor whose rows lie in memory one after the other: packing copies a cache line at a time.</summary>
/// <param name="address">The first element.</param>
/// <param name="stride">Floats from one row to the next.</param>
internal readonly unsafe struct LeftByRows(float* address, nint stride) : ILeftPanels
{
    /// <summary>Depths of one row that lie together in a panel.</summary>
    public const int Run = 16;

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

    /// <summary>Copies a row in runs of <see cref="Run"/> floats, <paramref name="step"/> apart in the target.</summary>
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
