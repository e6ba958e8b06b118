using System.Numerics;
using System.Runtime.Intrinsics;
using Luciole.Kernels.Memory;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Attention;

/// <summary>
/// softmax(Q K^T / sqrt(d)) V for every head, and its gradients, without the L x L matrix in memory: scores exist for one block of
/// queries and keys at a time. A query with a NaN among its scores gives NaN, as softmax does.
/// </summary>
public static unsafe class SelfAttention
{
    internal const float Log2 = 0.6931471805599453f;

    /// <summary>Computes the outputs.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="input">Queries, keys and values <c>[N, L, 3, heads, d]</c>.</param>
    /// <param name="output"><c>[N, L, heads d]</c>, the heads side by side.</param>
    /// <param name="logSums">For the way back: the logarithm to base 2 of each query's sum of exponentials, <c>[N, heads, L]</c>; or null.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspaces">Where scratch memory comes from.</param>
    /// <param name="set">The registers to use.</param>
    public static void Forward(
        AttentionShape shape, float* input, float* output, float* logSums, WorkTeam team, WorkspacePool workspaces, InstructionSet set)
    {
        if (set == InstructionSet.Avx512)
            new AttentionForward<Lanes512, Vector512<float>>(shape, input, output, logSums).Run(team, workspaces);
        else if (set == InstructionSet.Avx2)
            new AttentionForward<Lanes256, Vector256<float>>(shape, input, output, logSums).Run(team, workspaces);
        else
            new AttentionForward<LanesPortable, Vector<float>>(shape, input, output, logSums).Run(team, workspaces);
    }

    /// <summary>Computes the gradient of the input.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="arrays">What is read and written.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspaces">Where scratch memory comes from.</param>
    /// <param name="set">The registers to use.</param>
    public static void Backward(AttentionShape shape, AttentionGradients arrays, WorkTeam team, WorkspacePool workspaces, InstructionSet set)
    {
        if (set == InstructionSet.Avx512)
            new AttentionBackward<Lanes512, Vector512<float>>(shape, arrays).Run(team, workspaces);
        else if (set == InstructionSet.Avx2)
            new AttentionBackward<Lanes256, Vector256<float>>(shape, arrays).Run(team, workspaces);
        else
            new AttentionBackward<LanesPortable, Vector<float>>(shape, arrays).Run(team, workspaces);
    }

    /// <summary>1 / sqrt(d).</summary>
    internal static float ScoreFactor(AttentionShape shape) => (float)(1 / Math.Sqrt(shape.Features));

    /// <summary>What queries are multiplied with so that weights are powers of two: log2(e) / sqrt(d).</summary>
    internal static float QueryFactor(AttentionShape shape) => (float)(1 / (Math.Sqrt(shape.Features) * Math.Log(2)));
}
