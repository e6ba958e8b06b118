using System.Numerics;
using System.Runtime.CompilerServices;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>The inner loop of every linear filter here.</summary>
internal static class WeightedSum
{
    /// <summary><c>result[i]</c> is the sum of <c>weights[k] * sources[k][i]</c> over the taps k. The result overlaps no source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Compute(float** sources, ReadOnlySpan<float> weights, float* result, int count)
    {
        var lanes = Vector<float>.Count;
        var i = 0;
        for (; i <= count - (4 * lanes); i += 4 * lanes)
        {
            var (sum0, sum1, sum2, sum3) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
            for (var k = 0; k < weights.Length; k++)
            {
                var weight = new Vector<float>(weights[k]);
                var source = sources[k] + i;
                sum0 = Vector.FusedMultiplyAdd(weight, Vector.Load(source), sum0);
                sum1 = Vector.FusedMultiplyAdd(weight, Vector.Load(source + lanes), sum1);
                sum2 = Vector.FusedMultiplyAdd(weight, Vector.Load(source + (2 * lanes)), sum2);
                sum3 = Vector.FusedMultiplyAdd(weight, Vector.Load(source + (3 * lanes)), sum3);
            }

            Vector.Store(sum0, result + i);
            Vector.Store(sum1, result + i + lanes);
            Vector.Store(sum2, result + i + (2 * lanes));
            Vector.Store(sum3, result + i + (3 * lanes));
        }

        for (; i < count; i++)
        {
            var sum = 0f;
            for (var k = 0; k < weights.Length; k++)
                sum = MathF.FusedMultiplyAdd(weights[k], sources[k][i], sum);
            result[i] = sum;
        }
    }
}
