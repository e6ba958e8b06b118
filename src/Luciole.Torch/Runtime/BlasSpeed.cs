using System.Diagnostics;

namespace Luciole.Torch.Runtime;

/// <summary>
/// Times a small matrix product. With the reference BLAS that Debian's libtorch falls back to, everything is twenty times slower,
/// and nothing else tells the user why.
/// </summary>
public static class BlasSpeed
{
    private const int Size = 384;

    /// <summary>
    /// Below this, in GFLOP/s, the BLAS is not an optimised one. The reference BLAS has one thread and reaches 3, however many cores
    /// there are; an optimised one stays above 12 even on a machine that is busy with something else.
    /// </summary>
    public const double Slow = 8;

    /// <summary>GFLOP/s of a 384 x 384 x 384 single-precision product: the best of a few, about 10 ms in all.</summary>
    public static double Measure()
    {
        using var scope = new TensorScope();
        using var noGrad = new Autograd.NoGradScope();
        var left = Tensor.Rand([Size, Size]);
        var right = Tensor.Rand([Size, Size]);
        left.MatMul(right).Dispose();
        var best = double.MaxValue;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 5 && clock.ElapsedMilliseconds < 20; i++)
        {
            var start = Stopwatch.GetTimestamp();
            left.MatMul(right).Dispose();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * Size * Size * Size / best / 1e9;
    }

    /// <summary>The warning to show, or null when the BLAS is fast enough.</summary>
    public static string? Warning(double gigaflops, int threads) => gigaflops >= Slow ? null
        : $"warning: matrix products run at {gigaflops:F1} GFLOP/s on {threads} threads, as with an unoptimised BLAS; everything will be many times slower. " +
          "Install an optimised one: apt-get install libopenblas0-openmp, or set LUCIOLE_LIBTORCH to a libtorch of your own.";
}
