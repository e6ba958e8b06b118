using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Normalization;

/// <summary>
/// Batch normalisation followed by max(0, x), forward. A channel is one thread's, all of its passes one after the other, so that small
/// maps come from memory once; results do not depend on the number of threads.
/// </summary>
public static unsafe class BatchNormRelu
{
    /// <summary>Normalises with the mean and the biased variance of each channel, which are written for the caller.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="set">The registers.</param>
    /// <param name="input">x.</param>
    /// <param name="output">max(0, weight (x - mean) / sqrt(variance + epsilon) + bias).</param>
    /// <param name="weight">C floats.</param>
    /// <param name="bias">C floats.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="mean">C doubles, written.</param>
    /// <param name="variance">C doubles, written.</param>
    public static void Train(WorkTeam team, InstructionSet set, Planes input, Planes output, float* weight, float* bias, double epsilon, double* mean, double* variance)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                Train<Lanes512, Vector512<float>>(team, input, output, weight, bias, epsilon, mean, variance);
                break;
            case InstructionSet.Avx2:
                Train<Lanes256, Vector256<float>>(team, input, output, weight, bias, epsilon, mean, variance);
                break;
            default:
                Train<LanesPortable, Vector<float>>(team, input, output, weight, bias, epsilon, mean, variance);
                break;
        }
    }

    /// <summary>The mean of each channel, and the sum of squares about it: a part of a batch that several processes share.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="set">The registers.</param>
    /// <param name="input">x.</param>
    /// <param name="mean">C doubles, written.</param>
    /// <param name="squares">C doubles, written.</param>
    public static void Measure(WorkTeam team, InstructionSet set, Planes input, double* mean, double* squares)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                Measure<Lanes512, Vector512<float>>(team, input, mean, squares);
                break;
            case InstructionSet.Avx2:
                Measure<Lanes256, Vector256<float>>(team, input, mean, squares);
                break;
            default:
                Measure<LanesPortable, Vector<float>>(team, input, mean, squares);
                break;
        }
    }

    /// <summary>max(0, scale x + shift) with a scale and a shift for each channel; the output may be the input.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="set">The registers.</param>
    /// <param name="input">x.</param>
    /// <param name="output">The result.</param>
    /// <param name="scale">C floats.</param>
    /// <param name="shift">C floats.</param>
    public static void Apply(WorkTeam team, InstructionSet set, Planes input, Planes output, float* scale, float* shift)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                Apply<Lanes512, Vector512<float>>(team, input, output, scale, shift);
                break;
            case InstructionSet.Avx2:
                Apply<Lanes256, Vector256<float>>(team, input, output, scale, shift);
                break;
            default:
                Apply<LanesPortable, Vector<float>>(team, input, output, scale, shift);
                break;
        }
    }

    /// <summary>What x is multiplied with and what is added then: forward and backward must round alike, or their masks differ.</summary>
    /// <param name="mean">The channel's mean.</param>
    /// <param name="variance">Its biased variance.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="bias">Its bias.</param>
    public static (float Scale, float Shift) Affine(double mean, double variance, double epsilon, float weight, float bias)
    {
        var scale = weight / Math.Sqrt(variance + epsilon);
        return ((float)scale, (float)(bias - (mean * scale)));
    }

    private static void Measure<TLanes, TVector>(WorkTeam team, Planes input, double* mean, double* squares)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        team.Run(input.Channels, (channel, _) =>
        {
            var moments = default(Moments);
            for (var image = 0; image < input.Images; image++)
                moments.Add<TLanes, TVector>(input.Plane(image, channel), input.Pixels);
            (mean[channel], squares[channel]) = (moments.Mean, moments.Squares);
        });

    private static void Train<TLanes, TVector>(
        WorkTeam team, Planes input, Planes output, float* weight, float* bias, double epsilon, double* mean, double* variance)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        team.Run(input.Channels, (channel, _) =>
        {
            var moments = default(Moments);
            for (var image = 0; image < input.Images; image++)
                moments.Add<TLanes, TVector>(input.Plane(image, channel), input.Pixels);
            mean[channel] = moments.Mean;
            variance[channel] = moments.Squares / moments.Count;
            var (scale, shift) = Affine(mean[channel], variance[channel], epsilon, weight[channel], bias[channel]);
            for (var image = 0; image < input.Images; image++)
                Plane<TLanes, TVector>(input.Plane(image, channel), output.Plane(image, channel), input.Pixels, scale, shift);
        });

    // Parts are single planes here: evaluation has one image as a rule.
    private static void Apply<TLanes, TVector>(WorkTeam team, Planes input, Planes output, float* scale, float* shift)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        team.Run(input.Images * input.Channels, (part, _) =>
        {
            var (image, channel) = Math.DivRem(part, input.Channels);
            Plane<TLanes, TVector>(input.Plane(image, channel), output.Plane(image, channel), input.Pixels, scale[channel], shift[channel]);
        });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plane<TLanes, TVector>(float* input, float* output, long pixels, float scale, float shift)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var (s, t) = (TLanes.Broadcast(scale), TLanes.Broadcast(shift));
        var i = 0L;
        for (; i <= pixels - (2 * TLanes.Count); i += 2 * TLanes.Count)
        {
            var a = TLanes.MultiplyAdd(TLanes.Load(input + i), s, t);
            var b = TLanes.MultiplyAdd(TLanes.Load(input + i + TLanes.Count), s, t);
            TLanes.Store(output + i, TLanes.Max(a, TLanes.Zero));
            TLanes.Store(output + i + TLanes.Count, TLanes.Max(b, TLanes.Zero));
        }

        for (; i < pixels; i++)
            output[i] = MathF.Max(MathF.FusedMultiplyAdd(input[i], scale, shift), 0);
    }
}
