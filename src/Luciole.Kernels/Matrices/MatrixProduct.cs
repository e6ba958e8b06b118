using Luciole.Kernels.Memory;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Matrices;

/// <summary>The product of two matrices in single precision.</summary>
public static unsafe class MatrixProduct
{
    /// <summary>
    /// C = A B, or C += A B, then the epilogue. A is [m, k], B is [k, n], C is [m, n] by rows that are <paramref name="stride"/> floats
    /// apart. C must not overlap A or B. With k = 0 the product is zero.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative size.</exception>
    public static void Run(
        InstructionSet set,
        WorkTeam team,
        WorkspacePool pool,
        int m,
        int n,
        int k,
        MatrixOperand a,
        MatrixOperand b,
        float* c,
        long stride,
        bool accumulate = false,
        ProductEpilogue epilogue = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        if (m == 0 || n == 0)
            return;
        var target = new MatrixTarget(c, (nint)stride, accumulate, epilogue);
        if (a.Transposed)
            Right(set, team, pool, m, n, k, new LeftByColumns((float*)a.Address, (nint)a.Stride), b, target);
        else
            Right(set, team, pool, m, n, k, new LeftByRows((float*)a.Address, (nint)a.Stride), b, target);
    }

    private static void Right<TLeft>(InstructionSet set, WorkTeam team, WorkspacePool pool, int m, int n, int k, TLeft a, MatrixOperand b, MatrixTarget c)
        where TLeft : struct, ILeftPanels
    {
        if (b.Transposed)
            Run(set, team, pool, m, n, k, a, new RightByColumns((float*)b.Address, (nint)b.Stride), c);
        else
            Run(set, team, pool, m, n, k, a, new RightByRows((float*)b.Address, (nint)b.Stride), c);
    }

    /// <summary>The same for factors and targets of any layout.</summary>
    internal static void Run<TLeft, TRight, TTarget>(
        InstructionSet set, WorkTeam team, WorkspacePool pool, int m, int n, int k, TLeft a, TRight b, TTarget c)
        where TLeft : struct, ILeftPanels
        where TRight : struct, IRightPanels
        where TTarget : struct, ITileTarget
    {
        if (set == InstructionSet.Avx512)
            PanelProduct<Lanes512, System.Runtime.Intrinsics.Vector512<float>, TLeft, TRight, TTarget>.Run(team, pool, m, n, k, a, b, c);
        else if (set == InstructionSet.Avx2)
            PanelProduct<Lanes256, System.Runtime.Intrinsics.Vector256<float>, TLeft, TRight, TTarget>.Run(team, pool, m, n, k, a, b, c);
        else
            PanelProduct<LanesPortable, System.Numerics.Vector<float>, TLeft, TRight, TTarget>.Run(team, pool, m, n, k, a, b, c);
    }
}
