using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Luciole.Metrics;

/// <summary>
/// Structural similarity with the defaults of scikit-image: a 7 x 7 uniform window, K1 0.01, K2 0.03, sample covariance, the mean
/// over the pixels whose window lies inside the image. In double precision; needs memory for a few rows.
/// </summary>
public static class UniformSsim
{
    /// <summary>Rows and columns of the window, and the least an image may have.</summary>
    public const int Side = SevenRowSums.Side;

    /// <summary>The mean similarity of two images <c>[Y, X]</c> of at least 7 x 7 pixels, at most 1; not a number for two constant images and a range of 0.</summary>
    /// <param name="a">One image.</param>
    /// <param name="b">The other.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="dataRange">The range L of the constants (K1 L)² and (K2 L)².</param>
    /// <exception cref="ArgumentException">The images are not of that size, or smaller than the window.</exception>
    public static double Mean(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int height, int width, double dataRange)
    {
        if (a.Length != b.Length || a.Length != (long)height * width || height < Side || width < Side)
            throw new ArgumentException($"Two images of {height} x {width} pixels, at least {Side} x {Side}, were expected; got {a.Length} and {b.Length} samples.", nameof(a));
        var rows = new Rows(height, width, dataRange);
        var (rowA, rowB) = (new double[rows.Stride], new double[rows.Stride]);
        for (var y = 0; y < height; y++)
        {
            a.Slice(y * width, width).CopyTo(rowA);
            b.Slice(y * width, width).CopyTo(rowB);
            rows.Add(rowA, rowB);
        }

        return rows.Mean;
    }

    /// <summary>The similarity of two images that come row by row.</summary>
    internal sealed class Rows(int height, int width, double dataRange)
    {
        private readonly SevenRowSums _sums = new(width);
        private readonly double _first = 0.01 * dataRange * 0.01 * dataRange;
        private readonly double _second = 0.03 * dataRange * 0.03 * dataRange;
        private double _sum;

        /// <summary>The least length of a row, with zeros behind the last column.</summary>
        public int Stride => _sums.Stride;

        /// <summary>The mean, once all rows came.</summary>
        public double Mean => _sum / ((double)(height - Side + 1) * (width - Side + 1));

        /// <summary>Takes in the next row of both.</summary>
        public void Add(double[] a, double[] b)
        {
            _sums.Add(a, b);
            if (_sums.IsFull)
                _sum += SumOfRow();
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private double SumOfRow()
        {
            ref var sums = ref MemoryMarshal.GetArrayDataReference(_sums.Sums);
            var (columns, lanes) = (width - Side + 1, Vector<double>.Count);
            Vector<double> sum = default;
            var x = 0;
            for (; x <= columns - lanes; x += lanes)
                sum += Similarity(ref sums, x);
            var total = Vector.Sum(sum);
            if (x < columns)
            {
                var last = Similarity(ref sums, x);
                for (var lane = 0; lane < columns - x; lane++)
                    total += last[lane];
            }

            return total;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector<double> Similarity(ref double sums, int x)
        {
            const double count = Side * Side, sample = count / (count - 1);
            var share = new Vector<double>(1 / count);
            var meanA = Window(ref sums, x) * share;
            var meanB = Window(ref sums, x + Stride) * share;
            var (product, square) = (meanA * meanB, (meanA * meanA) + (meanB * meanB));
            var variances = ((Window(ref sums, x + (2 * Stride)) * share) - square) * sample;
            var covariance = ((Window(ref sums, x + (3 * Stride)) * share) - product) * sample;
            var (first, second) = (new Vector<double>(_first), new Vector<double>(_second));
            return ((product + product) + first) * ((covariance + covariance) + second) / ((square + first) * (variances + second));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector<double> Window(ref double sums, int x)
        {
            var sum = Vector.LoadUnsafe(ref sums, (nuint)x) + Vector.LoadUnsafe(ref sums, (nuint)(x + 1));
            for (var column = 2; column < Side; column++)
                sum += Vector.LoadUnsafe(ref sums, (nuint)(x + column));
            return sum;
        }
    }
}
