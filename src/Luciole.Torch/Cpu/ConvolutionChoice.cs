using System.Collections.Concurrent;
using System.Diagnostics;
using Luciole.Files;
using Luciole.Kernels.Convolution;
using Luciole.Torch.Autograd;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Cpu;

/// <summary>
/// Chooses how a convolution is computed. <c>LUCIOLE_CONV=direct</c> and <c>fft</c> force one; else it is what is faster. Where arithmetic
/// leaves no doubt it decides; where it does, both are measured once, on a strip of the image, and the answer is remembered for the
/// life of the process, as libtorch's number of threads is.
/// <para>
/// Kernels of 3 take the Fourier way in training only, whose backward pass gains most, and by a rule without a clock, so that a training
/// gives the same numbers when it is repeated or resumed.
/// </para>
/// </summary>
internal static class ConvolutionChoice
{
    /// <summary>The variable that forces a method.</summary>
    public const string Variable = "LUCIOLE_CONV";

    private const int SmallestKernel = 5;

    // Where a step with kernels of 3 was measured to be faster (docs/decisions/0012): registers are filled, and there are tiles to share weights.
    private const int FewestChannels = 16;
    private const int FewestPixels = 64 * 64;

    // No core multiplies faster than this; libtorch reaches a third to two thirds of it.
    private const double MostOperationsPerCore = 130e9;

    // A measurement costs some milliseconds at most.
    private const double MeasuredOperations = 4e8;
    private const int MeasuredRows = 16;
    private static readonly ConcurrentDictionary<(ConvolutionShape Shape, int Threads), ConvolutionMethod> s_known = new();

    // Lazy, here as elsewhere: an error in a static initialiser would not be the user's own any more.
    private static readonly Lazy<ConvolutionMethod?> s_forced = new(() => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => null,
        "direct" => ConvolutionMethod.Direct,
        "fft" => ConvolutionMethod.Fourier,
        var other => throw new InputException($"{Variable} is '{other}'; write direct or fft, or leave it out for what is faster."),
    });

    /// <summary>The method for a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="isTrained">Whether gradients will be wanted.</param>
    public static ConvolutionMethod Of(ConvolutionShape shape, bool isTrained) =>
        s_forced.Value is { } forced ? forced
        : shape.Kernel < SmallestKernel ? (isTrained && IsLargeStep(shape) ? ConvolutionMethod.Fourier : ConvolutionMethod.Direct)
        : s_known.GetOrAdd((shape, TorchRuntime.Threads), static key => Find(key.Shape, key.Threads));

    private static bool IsLargeStep(ConvolutionShape shape) =>
        shape.Channels >= FewestChannels && shape.Filters >= FewestChannels && (long)shape.Batch * shape.Height * shape.Width >= FewestPixels;

    private static ConvolutionMethod Find(ConvolutionShape shape, int threads)
    {
        var fourier = ISpectralConvolution.EstimatedSeconds(shape, threads);
        var directAtBest = shape.DirectOperations / (MostOperationsPerCore * threads);
        return fourier < directAtBest ? ConvolutionMethod.Fourier : Measure(shape);
    }

    private static ConvolutionMethod Measure(ConvolutionShape shape)
    {
        var rows = (int)Math.Min(shape.Height, Math.Max(MeasuredRows, MeasuredOperations / (shape.DirectOperations / shape.Height)));
        var images = rows < shape.Height ? 1 : shape.Batch;
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        var input = Tensor.Zeros([images, shape.Channels, rows, shape.Width]);
        var weight = Tensor.Zeros([shape.Filters, shape.Channels, shape.Kernel, shape.Kernel]);
        var padding = new long[] { shape.Radius, shape.Radius };
        var direct = Best(() => Aten.Conv2d.Call(input, weight, default, new long[] { 1, 1 }, padding, new long[] { 1, 1 }, 1L).Dispose());
        var fourier = Best(() => LargeKernelConvolution.Compute([input], weight, Epilogue.None, spectra: null).Dispose());
        return fourier < direct ? ConvolutionMethod.Fourier : ConvolutionMethod.Direct;
    }

    // Of three: the first finds cold caches and code that is not compiled yet.
    private static double Best(Action work)
    {
        var best = double.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        return best;
    }
}
