using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Matrices;

/// <summary>
/// The innermost loop of a matrix product: a tile of C, <see cref="Rows{TLanes, TVector}"/> rows by two registers, is kept in registers
/// while the depth passes by. Each step broadcasts one element of A per row and multiplies it with two registers of B.
/// </summary>
internal static unsafe partial class TileKernel
{
    /// <summary>Depths of one row of A that lie together in a panel ordered by rows.</summary>
    public const int Run = 16;

    /// <summary>Rows of a tile.</summary>
    public static int Rows<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged => TLanes.Count == 16 ? 12 : 6;

    /// <summary>Columns of a tile.</summary>
    public static int Columns<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged => 2 * TLanes.Count;

    /// <summary>
    /// Writes the product of a panel of A and a panel of B, <paramref name="depth"/> long, to <paramref name="target"/>, whose rows
    /// are <paramref name="stride"/> apart; adds it to what is there if <paramref name="add"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<TLanes, TVector, TLeft>(int depth, float* a, float* b, float* target, nint stride, bool add, in ReadAhead ahead)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
        where TLeft : struct, ILeftPanels
    {
        if (TLanes.Count == 16)
            Rows12<TLanes, TVector, TLeft>(depth, a, b, target, stride, add, ahead);
        else
            Rows6<TLanes, TVector, TLeft>(depth, a, b, target, stride, add, ahead);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TLanes, TVector>(float* target, TVector left, TVector right, bool add)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        if (add)
        {
            left = TLanes.Add(left, TLanes.Load(target));
            right = TLanes.Add(right, TLanes.Load(target + TLanes.Count));
        }

        TLanes.Store(target, left);
        TLanes.Store(target + TLanes.Count, right);
    }
}
