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

    /// <summary>
    /// The first half, where several processes share a batch: of each channel the sum of the gradients where the output was above 0, and that
    /// of their products with x - mean, over this process's images. The parameters' gradients are written.
    /// </summary>
    /// <param name="team">The threads.</param>
    /// <param name="set">The registers.</param>
    /// <param name="input">x as it was.</param>
    /// <param name="outputGradient">The gradient by the output.</param>
    /// <param name="batch">The channels' statistics, of all processes, and parameters, and room for the parameters' gradients.</param>
    /// <param name="sums">C doubles, written.</param>
    /// <param name="products">C doubles, written.</param>
    public static void Measure(WorkTeam team, InstructionSet set, Planes input, Planes outputGradient, BatchNormChannels batch, double* sums, double* products)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                Measure<Lanes512, Vector512<float>>(team, input, outputGradient, batch, sums, products);
                break;
            case InstructionSet.Avx2:
                Measure<Lanes256, Vector256<float>>(team, input, outputGradient, batch, sums, products);
                break;
            default:
                Measure<LanesPortable, Vector<float>>(team, input, outputGradient, batch, sums, products);
                break;
        }
    }

    /// <summary>The second half: the gradient by x from the sums of all processes.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="set">The registers.</param>
    /// <param name="input">x as it was.</param>
    /// <param name="outputGradient">The gradient by the output.</param>
    /// <param name="inputGradient">The gradient by x, written; may be <paramref name="outputGradient"/>.</param>
    /// <param name="batch">The channels' statistics and parameters.</param>
    /// <param name="sums">C sums of gradients.</param>
    /// <param name="products">C sums of products.</param>
    /// <param name="count">Values of a channel in all processes; infinity where nothing of them comes back.</param>
    public static void Spread(
        WorkTeam team, InstructionSet set, Planes input, Planes outputGradient, Planes inputGradient, BatchNormChannels batch, double* sums, double* products, double count)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                Spread<Lanes512, Vector512<float>>(team, input, outputGradient, inputGradient, batch, sums, products, count);
                break;
            case InstructionSet.Avx2:
                Spread<Lanes256, Vector256<float>>(team, input, outputGradient, inputGradient, batch, sums, products, count);
                break;
            default:
                Spread<LanesPortable, Vector<float>>(team, input, outputGradient, inputGradient, batch, sums, products, count);
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
            var (sum, product) = MeasureChannel<TLanes, TVector>(input, outputGradient, batch, channel);
            SpreadChannel<TLanes, TVector>(input, outputGradient, inputGradient, batch, channel, sum, product, (double)input.Images * input.Pixels);
        });

    private static void Measure<TLanes, TVector>(WorkTeam team, Planes input, Planes outputGradient, BatchNormChannels batch, double* sums, double* products)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        team.Run(input.Channels, (channel, _) => (sums[channel], products[channel]) = MeasureChannel<TLanes, TVector>(input, outputGradient, batch, channel));

    private static void Spread<TLanes, TVector>(
        WorkTeam team, Planes input, Planes outputGradient, Planes inputGradient, BatchNormChannels batch, double* sums, double* products, double count)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        team.Run(input.Channels, (channel, _) => SpreadChannel<TLanes, TVector>(input, outputGradient, inputGradient, batch, channel, sums[channel], products[channel], count));

    private static (double Sum, double Product) MeasureChannel<TLanes, TVector>(Planes input, Planes outputGradient, BatchNormChannels batch, int channel)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var (scale, shift) = batch.Affine(channel);
        var mean = batch.Mean[channel];
        double sum = 0, product = 0;
        for (var image = 0; image < input.Images; image++)
        {
            Sums<TLanes, TVector>(
                input.Plane(image, channel), outputGradient.Plane(image, channel), input.Pixels, scale, shift, (float)mean, ref sum, ref product);
        }

        // The products were taken about the rounded mean.
        product -= (mean - (float)mean) * sum;
        batch.WeightGradient[channel] = (float)(product / Math.Sqrt(batch.Variance[channel] + batch.Epsilon));
        batch.BiasGradient[channel] = (float)sum;
        return (sum, product);
    }

    private static void SpreadChannel<TLanes, TVector>(
        Planes input, Planes outputGradient, Planes inputGradient, BatchNormChannels batch, int channel, double sum, double product, double count)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var (scale, shift) = batch.Affine(channel);
        var mean = batch.Mean[channel];
        var inverse = 1 / Math.Sqrt(batch.Variance[channel] + batch.Epsilon);
        var slope = -scale * inverse * inverse * product / count;
        var level = (-scale * sum / count) + (slope * ((float)mean - mean));
        for (var image = 0; image < input.Images; image++)
        {
            Plane<TLanes, TVector>(
                input.Plane(image, channel), outputGradient.Plane(image, channel), inputGradient.Plane(image, channel), input.Pixels,
                scale, shift, (float)mean, (float)slope, (float)level);
        }
    }

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
