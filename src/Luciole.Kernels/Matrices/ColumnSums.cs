using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Matrices;

/// <summary>The sum of each column of a matrix: the gradient of a bias.</summary>
public static unsafe class ColumnSums
{
    private const int Strip = 256;

    // So many rows are added up before they join the total, which keeps the rounding error of long columns small.
    private const int Group = 64;

    /// <summary>Sums the columns of an [m, n] matrix whose rows are <paramref name="stride"/> floats apart.</summary>
    public static void Run(InstructionSet set, WorkTeam team, long m, int n, float* matrix, long stride, float* sums)
    {
        if (set == InstructionSet.Avx512)
            Run<Lanes512, System.Runtime.Intrinsics.Vector512<float>>(team, m, n, matrix, stride, sums);
        else if (set == InstructionSet.Avx2)
            Run<Lanes256, System.Runtime.Intrinsics.Vector256<float>>(team, m, n, matrix, stride, sums);
        else
            Run<LanesPortable, System.Numerics.Vector<float>>(team, m, n, matrix, stride, sums);
    }

    private static void Run<TLanes, TVector>(WorkTeam team, long m, int n, float* matrix, long stride, float* sums)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        team.Run((n + Strip - 1) / Strip, (part, _) =>
        {
            var first = part * Strip;
            Sum<TLanes, TVector>(m, Math.Min(Strip, n - first), matrix + first, stride, sums + first);
        });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum<TLanes, TVector>(long m, int n, float* matrix, long stride, float* sums)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var group = stackalloc float[Strip];
        new Span<float>(sums, n).Clear();
        for (long row = 0; row < m;)
        {
            new Span<float>(group, n).Clear();
            for (var end = Math.Min(m, row + Group); row < end; row++)
                Add<TLanes, TVector>(matrix + (row * stride), group, n);
            Add<TLanes, TVector>(group, sums, n);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes, TVector>(float* source, float* target, int n)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var i = 0;
        for (; i + TLanes.Count <= n; i += TLanes.Count)
            TLanes.Store(target + i, TLanes.Add(TLanes.Load(target + i), TLanes.Load(source + i)));
        for (; i < n; i++)
            target[i] += source[i];
    }
}
