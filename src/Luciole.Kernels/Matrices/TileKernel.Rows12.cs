using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Matrices;

/// <content>Twelve rows: 24 sums, for machines with 32 registers.</content>
internal static unsafe partial class TileKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12<TLanes, TVector, TLeft>(int depth, float* a, float* b, float* target, nint stride, bool add, in ReadAhead ahead)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
        where TLeft : struct, ILeftPanels
    {
        var rowStep = TLeft.ByRows ? Run : 1;
        var depthStep = TLeft.ByRows ? 1 : 12;
        var (nextLeft, nextLeftOther, nextRight) = ((nint)ahead.Left, (nint)ahead.LeftOther, (nint)ahead.Right);
        var (leftStep, rightStep) = (ahead.LeftStep * sizeof(float), ahead.RightStep * sizeof(float));
        if (Sse.IsSupported)
        {
            for (var row = 0; row < 12; row++)
            {
                Sse.Prefetch0(target + (row * stride));
                Sse.Prefetch0(target + (row * stride) + (2 * TLanes.Count) - 1);
            }
        }

        TVector c0L = TLanes.Zero, c0R = TLanes.Zero;
        TVector c1L = TLanes.Zero, c1R = TLanes.Zero;
        TVector c2L = TLanes.Zero, c2R = TLanes.Zero;
        TVector c3L = TLanes.Zero, c3R = TLanes.Zero;
        TVector c4L = TLanes.Zero, c4R = TLanes.Zero;
        TVector c5L = TLanes.Zero, c5R = TLanes.Zero;
        TVector c6L = TLanes.Zero, c6R = TLanes.Zero;
        TVector c7L = TLanes.Zero, c7R = TLanes.Zero;
        TVector c8L = TLanes.Zero, c8R = TLanes.Zero;
        TVector c9L = TLanes.Zero, c9R = TLanes.Zero;
        TVector c10L = TLanes.Zero, c10R = TLanes.Zero;
        TVector c11L = TLanes.Zero, c11R = TLanes.Zero;
        while (depth > 0)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch1((void*)nextLeft);
                Sse.Prefetch1((void*)nextLeftOther);
                Sse.Prefetch1((void*)nextRight);
                nextLeft += leftStep;
                nextLeftOther += leftStep;
                nextRight += rightStep;
            }

            var steps = Math.Min(Run, depth);
            depth -= steps;
            do
            {
                var left = TLanes.Load(b);
                var right = TLanes.Load(b + TLanes.Count);
                var v = TLanes.Broadcast(a[0 * rowStep]);
                c0L = TLanes.MultiplyAdd(v, left, c0L);
                c0R = TLanes.MultiplyAdd(v, right, c0R);
                v = TLanes.Broadcast(a[1 * rowStep]);
                c1L = TLanes.MultiplyAdd(v, left, c1L);
                c1R = TLanes.MultiplyAdd(v, right, c1R);
                v = TLanes.Broadcast(a[2 * rowStep]);
                c2L = TLanes.MultiplyAdd(v, left, c2L);
                c2R = TLanes.MultiplyAdd(v, right, c2R);
                v = TLanes.Broadcast(a[3 * rowStep]);
                c3L = TLanes.MultiplyAdd(v, left, c3L);
                c3R = TLanes.MultiplyAdd(v, right, c3R);
                v = TLanes.Broadcast(a[4 * rowStep]);
                c4L = TLanes.MultiplyAdd(v, left, c4L);
                c4R = TLanes.MultiplyAdd(v, right, c4R);
                v = TLanes.Broadcast(a[5 * rowStep]);
                c5L = TLanes.MultiplyAdd(v, left, c5L);
                c5R = TLanes.MultiplyAdd(v, right, c5R);
                v = TLanes.Broadcast(a[6 * rowStep]);
                c6L = TLanes.MultiplyAdd(v, left, c6L);
                c6R = TLanes.MultiplyAdd(v, right, c6R);
                v = TLanes.Broadcast(a[7 * rowStep]);
                c7L = TLanes.MultiplyAdd(v, left, c7L);
                c7R = TLanes.MultiplyAdd(v, right, c7R);
                v = TLanes.Broadcast(a[8 * rowStep]);
                c8L = TLanes.MultiplyAdd(v, left, c8L);
                c8R = TLanes.MultiplyAdd(v, right, c8R);
                v = TLanes.Broadcast(a[9 * rowStep]);
                c9L = TLanes.MultiplyAdd(v, left, c9L);
                c9R = TLanes.MultiplyAdd(v, right, c9R);
                v = TLanes.Broadcast(a[10 * rowStep]);
                c10L = TLanes.MultiplyAdd(v, left, c10L);
                c10R = TLanes.MultiplyAdd(v, right, c10R);
                v = TLanes.Broadcast(a[11 * rowStep]);
                c11L = TLanes.MultiplyAdd(v, left, c11L);
                c11R = TLanes.MultiplyAdd(v, right, c11R);
                a += depthStep;
                b += 2 * TLanes.Count;
            }
            while (--steps > 0);
            if (TLeft.ByRows)
                a += (12 - 1) * Run;
        }

        Put<TLanes, TVector>(target, c0L, c0R, add);
        Put<TLanes, TVector>(target + (1 * stride), c1L, c1R, add);
        Put<TLanes, TVector>(target + (2 * stride), c2L, c2R, add);
        Put<TLanes, TVector>(target + (3 * stride), c3L, c3R, add);
        Put<TLanes, TVector>(target + (4 * stride), c4L, c4R, add);
        Put<TLanes, TVector>(target + (5 * stride), c5L, c5R, add);
        Put<TLanes, TVector>(target + (6 * stride), c6L, c6R, add);
        Put<TLanes, TVector>(target + (7 * stride), c7L, c7R, add);
        Put<TLanes, TVector>(target + (8 * stride), c8L, c8R, add);
        Put<TLanes, TVector>(target + (9 * stride), c9L, c9R, add);
        Put<TLanes, TVector>(target + (10 * stride), c10L, c10R, add);
        Put<TLanes, TVector>(target + (11 * stride), c11L, c11R, add);
    }
}
