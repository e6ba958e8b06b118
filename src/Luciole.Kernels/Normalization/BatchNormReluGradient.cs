using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Normalization;

/// <summary>
/// The way back through <see cref="BatchNormRelu.Train(WorkTeam, InstructionSet, Planes, Planes, float*, float*, double, double*, double*)"/>.
/// Where the output was above 0 is computed again from the input, so that the output need not be kept.
/// </summary>
public static unsafe class BatchNormReluGradient
{
    /// <summary>The gradients.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="set">The registers.</param>
    /// <param name="input">x as it was.</param>
    /// <param name="outputGradient">The gradient by the output.</param>
    /// <param name="inputGradient">The gradient by x, written; may be <paramref name="outputGradient"/>.</param>
    /// <param name="batch">The channels' statistics and parameters, and room for the parameters' gradients.</param>
    public static void Run(WorkTeam team, InstructionSet set, Planes input, Planes outputGradient, Planes inputGradient, BatchNormChannels batch)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                Run<Lanes512, Vector512<float>>(team, input, outputGradient, inputGradient, batch);
                break;
            case InstructionSet.Avx2:
                Run<Lanes256, Vector256<float>>(team, input, outputGradient, inputGradient, batch);
                break;
            default:
                Run<LanesPortable, Vector<float>>(team, input, outputGradient, inputGradient, batch);
                break;
        }
    }

    // With g the gradient where the output was above 0, and M values in a channel:
    // dx = weight / s (g - mean(g) - x^ mean(g x^)),  x^ = (x - mean) / s,  s = sqrt(variance + epsilon).
    private static void Run<TLanes, TVector>(WorkTeam team, Planes input, Planes outputGradient, Planes inputGradient, BatchNormChannels batch)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        team.Run(input.Channels, (channel, _) =>
        {
            var (scale, shift) = batch.Affine(channel);
            var mean = batch.Mean[channel];
            var inverse = 1 / Math.Sqrt(batch.Variance[channel] + batch.Epsilon);
            double sum = 0, product = 0;
            for (var image = 0; image < input.Images; image++)
            {
                Sums<TLanes, TVector>(
                    input.Plane(image, channel), outputGradient.Plane(image, channel), input.Pixels, scale, shift, (float)mean, ref sum, ref product);
            }

            // The products were taken about the rounded mean.
            product -= (mean - (float)mean) * sum;
            batch.WeightGradient[channel] = (float)(product * inverse);
            batch.BiasGradient[channel] = (float)sum;
            var count = (double)input.Images * input.Pixels;
            var slope = -scale * inverse * inverse * product / count;
            var level = (-scale * sum / count) + (slope * ((float)mean - mean));
            for (var image = 0; image < input.Images; image++)
            {
                Plane<TLanes, TVector>(
                    input.Plane(image, channel), outputGradient.Plane(image, channel), inputGradient.Plane(image, channel), input.Pixels,
                    scale, shift, (float)mean, (float)slope, (float)level);
            }
        });

    private const int PartFloats = 8192;

    private static void Sums<TLanes, TVector>(
        float* input, float* gradient, long pixels, float scale, float shift, float mean, ref double sum, ref double product)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        for (var first = 0L; first < pixels; first += PartFloats)
        {
            var (s, p) = SumsOfPart<TLanes, TVector>(input + first, gradient + first, (int)Math.Min(PartFloats, pixels - first), scale, shift, mean);
            sum += s;
            product += p;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Sum, double Product) SumsOfPart<TLanes, TVector>(float* input, float* gradient, int count, float scale, float shift, float mean)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var (s, t, m) = (TLanes.Broadcast(scale), TLanes.Broadcast(shift), TLanes.Broadcast(mean));
        TVector s0 = TLanes.Zero, s1 = TLanes.Zero, p0 = TLanes.Zero, p1 = TLanes.Zero;
        var i = 0;
        for (; i <= count - (2 * TLanes.Count); i += 2 * TLanes.Count)
        {
            var a = TLanes.Load(input + i);
            var b = TLanes.Load(input + i + TLanes.Count);
            var g = TLanes.WherePositive(TLanes.MultiplyAdd(a, s, t), TLanes.Load(gradient + i));
            var h = TLanes.WherePositive(TLanes.MultiplyAdd(b, s, t), TLanes.Load(gradient + i + TLanes.Count));
            s0 = TLanes.Add(s0, g);
            s1 = TLanes.Add(s1, h);
            p0 = TLanes.MultiplyAdd(TLanes.Subtract(a, m), g, p0);
            p1 = TLanes.MultiplyAdd(TLanes.Subtract(b, m), h, p1);
        }

        double sum = TLanes.Sum(TLanes.Add(s0, s1));
        double product = TLanes.Sum(TLanes.Add(p0, p1));
        for (; i < count; i++)
        {
            if (!(MathF.FusedMultiplyAdd(input[i], scale, shift) > 0))
                continue;
            sum += gradient[i];
            product += (double)(input[i] - mean) * gradient[i];
        }

        return (sum, product);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plane<TLanes, TVector>(
        float* input, float* gradient, float* result, long pixels, float scale, float shift, float mean, float slope, float level)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var (s, t, m) = (TLanes.Broadcast(scale), TLanes.Broadcast(shift), TLanes.Broadcast(mean));
        var (u, v) = (TLanes.Broadcast(slope), TLanes.Broadcast(level));
        var i = 0L;
        for (; i <= pixels - TLanes.Count; i += TLanes.Count)
        {
            var a = TLanes.Load(input + i);
            var g = TLanes.WherePositive(TLanes.MultiplyAdd(a, s, t), TLanes.Load(gradient + i));
            TLanes.Store(result + i, TLanes.MultiplyAdd(g, s, TLanes.MultiplyAdd(TLanes.Subtract(a, m), u, v)));
        }

        for (; i < pixels; i++)
        {
            var g = MathF.FusedMultiplyAdd(input[i], scale, shift) > 0 ? gradient[i] : 0;
            result[i] = MathF.FusedMultiplyAdd(g, scale, MathF.FusedMultiplyAdd(input[i] - mean, slope, level));
        }
    }
}
