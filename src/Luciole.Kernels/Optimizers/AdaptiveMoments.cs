using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Optimizers;

/// <summary>
/// One step of Adam or AdamW in a single pass over weights, gradients and both moments: seven transfers of memory for each weight, which
/// is what such a step costs. Every operation is rounded as in PyTorch's sequence of operators.
/// </summary>
public static unsafe class AdaptiveMoments
{
    // Four arrays of 64 KiB: large enough to hide the start of a part, small enough to share out a matrix evenly.
    private const int PartLength = 1 << 14;

    /// <summary>Moves <paramref name="count"/> weights.</summary>
    /// <param name="rule">The numbers of the step.</param>
    /// <param name="weights">Read and written.</param>
    /// <param name="gradients">Read.</param>
    /// <param name="means">Mean of gradients, read and written.</param>
    /// <param name="squares">Mean of squared gradients, read and written.</param>
    /// <param name="count">Elements of each.</param>
    /// <param name="team">The threads.</param>
    /// <param name="set">The registers to use.</param>
    public static void Step(
        AdaptiveMomentRule rule, float* weights, float* gradients, float* means, float* squares, long count, WorkTeam team, InstructionSet set)
    {
        team.Run((int)((count + PartLength - 1) / PartLength), (part, _) =>
        {
            var at = part * (long)PartLength;
            var length = (int)Math.Min(PartLength, count - at);
            if (set == InstructionSet.Avx512)
                Step<Lanes512, Vector512<float>>(rule, weights + at, gradients + at, means + at, squares + at, length);
            else if (set == InstructionSet.Avx2)
                Step<Lanes256, Vector256<float>>(rule, weights + at, gradients + at, means + at, squares + at, length);
            else
                Step<LanesPortable, Vector<float>>(rule, weights + at, gradients + at, means + at, squares + at, length);
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step<TLanes, TVector>(AdaptiveMomentRule rule, float* weights, float* gradients, float* means, float* squares, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var shrinkage = TLanes.Broadcast((float)rule.Shrinkage);
        var penalty = TLanes.Broadcast((float)rule.Penalty);
        var (beta1, fresh1) = (TLanes.Broadcast((float)rule.Beta1), TLanes.Broadcast((float)(1 - rule.Beta1)));
        var (beta2, fresh2) = (TLanes.Broadcast((float)rule.Beta2), TLanes.Broadcast((float)(1 - rule.Beta2)));
        var correction = TLanes.Broadcast((float)rule.Correction);
        var epsilon = TLanes.Broadcast((float)rule.Epsilon);
        var stepSize = TLanes.Broadcast((float)rule.StepSize);
        var i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            var weight = TLanes.Multiply(TLanes.Load(weights + i), shrinkage);
            var gradient = TLanes.MultiplyAdd(weight, penalty, TLanes.Load(gradients + i));
            var mean = TLanes.MultiplyAdd(gradient, fresh1, TLanes.Multiply(TLanes.Load(means + i), beta1));
            var square = TLanes.MultiplyAdd(TLanes.Multiply(fresh2, gradient), gradient, TLanes.Multiply(TLanes.Load(squares + i), beta2));
            TLanes.Store(means + i, mean);
            TLanes.Store(squares + i, square);
            var denominator = TLanes.Add(TLanes.Divide(TLanes.SquareRoot(square), correction), epsilon);
            TLanes.Store(weights + i, TLanes.Subtract(weight, TLanes.Divide(TLanes.Multiply(stepSize, mean), denominator)));
        }

        if (i == count)
            return;

        // The rest in a register's worth of memory of its own.
        var rest = stackalloc float[4 * TLanes.Count];
        new Span<float>(rest, 4 * TLanes.Count).Clear();
        float*[] arrays = [weights + i, gradients + i, means + i, squares + i];
        for (var a = 0; a < 4; a++)
            new Span<float>(arrays[a], count - i).CopyTo(new Span<float>(rest + (a * TLanes.Count), TLanes.Count));
        Step<TLanes, TVector>(rule, rest, rest + TLanes.Count, rest + (2 * TLanes.Count), rest + (3 * TLanes.Count), TLanes.Count);
        for (var a = 0; a < 4; a++)
            new Span<float>(rest + (a * TLanes.Count), count - i).CopyTo(new Span<float>(arrays[a], count - i));
    }
}
