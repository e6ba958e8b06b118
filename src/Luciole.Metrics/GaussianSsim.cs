using System.Numerics;
using System.Runtime.InteropServices;

namespace Luciole.Metrics;

/// <summary>
/// Structural similarity (Wang, Bovik, Sheikh, Simoncelli, 2004) with the choices of torchmetrics 1.4: an 11 x 11 Gaussian window
/// of sigma 1.5, K1 0.01, K2 0.03, mirrored borders, variances not below 0, the mean over all pixels. In double precision; needs
/// memory for eleven rows.
/// </summary>
public static class GaussianSsim
{
    private const int Radius = 5;
    private const int Taps = (2 * Radius) + 1;
    private const double Sigma = 1.5;

    // What goes through the window: p, t, p² + t² (the sum is all that the formula needs) and p t.
    private const int Moments = 4;

    private static readonly double[] s_window = MakeWindow();

    /// <summary>The eleven weights of the window along one axis; their sum is 1.</summary>
    public static IReadOnlyList<double> Window => s_window;

    /// <summary>The mean similarity of planes <c>[planes, Y, X]</c>, at most 1.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">The target.</param>
    /// <param name="height">Rows of a plane.</param>
    /// <param name="width">Columns of a plane.</param>
    /// <param name="dataRange">The range L of the constants (K1 L)² and (K2 L)²; <see langword="null"/> takes the larger range of the two arrays.</param>
    public static double Mean(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int height, int width, double? dataRange = null)
    {
        ImageMetrics.RequireSameLength(prediction, target);
        var range = dataRange ?? Math.Max(ImageMetrics.Range(prediction), ImageMetrics.Range(target));
        return Mean(prediction, target, height, width, range, IntensityMap.Identity, IntensityMap.Identity);
    }

    /// <summary>The same of intensities that are mapped first, each image by its own map; the range is that of mapped ones.</summary>
    internal static double Mean(
        ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int height, int width, double range, IntensityMap mapP, IntensityMap mapT)
    {
        ImageMetrics.RequireSameLength(prediction, target);
        var plane = checked(height * width);
        if (prediction.Length % plane != 0)
            throw new ArgumentException($"{prediction.Length} samples are not planes of {height} x {width}.", nameof(prediction));
        var rows = new SlidingRows(width);
        double c1 = 0.01 * range * 0.01 * range, c2 = 0.03 * range * 0.03 * range;
        double sum = 0;
        for (var start = 0; start < prediction.Length; start += plane)
        {
            var p = prediction.Slice(start, plane);
            var t = target.Slice(start, plane);
            var next = 0;
            for (var y = 0; y < height; y++)
            {
                for (; next < height && next <= y + Radius; next++)
                    rows.Blur(next, p.Slice(next * width, width), t.Slice(next * width, width), mapP, mapT);
                sum += rows.Similarity(y, height, c1, c2);
            }
        }

        return sum / prediction.Length;
    }

    private static int Mirror(int index, int size)
    {
        while (size > 1 && (uint)index >= (uint)size)
            index = index < 0 ? -index : (2 * (size - 1)) - index;
        return size == 1 ? 0 : index;
    }

    private static double[] MakeWindow()
    {
        var weights = Enumerable.Range(-Radius, Taps).Select(i => Math.Exp(-i * i / (2 * Sigma * Sigma))).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }

    /// <summary>The eleven rows that the window covers, already blurred along themselves.</summary>
    private sealed class SlidingRows
    {
        private readonly int _width;
        private readonly int _stride;
        private readonly double[] _padded;
        private readonly double[][] _rows;
        private readonly double[] _similarity;

        public SlidingRows(int width)
        {
            // Whole vectors are computed; what lies beyond the width is never summed.
            var lanes = Vector<double>.Count;
            _width = width;
            _stride = (width + lanes - 1) / lanes * lanes;
            _padded = new double[Moments * (_stride + (2 * Radius))];
            _rows = [.. Enumerable.Range(0, Taps).Select(_ => new double[Moments * _stride])];
            _similarity = new double[_stride];
        }

        /// <summary>Takes in row <paramref name="y"/> of both images.</summary>
        public void Blur(int y, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, IntensityMap mapP, IntensityMap mapT)
        {
            var length = _stride + (2 * Radius);
            var p = _padded.AsSpan(0, length);
            var t = _padded.AsSpan(length, length);
            var squares = _padded.AsSpan(2 * length, length);
            var products = _padded.AsSpan(3 * length, length);
            mapP.Apply(prediction, p[Radius..]);
            mapT.Apply(target, t[Radius..]);
            Reflect(p);
            Reflect(t);
            for (var x = 0; x < _width + (2 * Radius); x++)
            {
                squares[x] = (p[x] * p[x]) + (t[x] * t[x]);
                products[x] = p[x] * t[x];
            }

            var row = _rows[y % Taps];
            for (var moment = 0; moment < Moments; moment++)
                BlurAlong(ref _padded[moment * length], row.AsSpan(moment * _stride, _stride));
        }

        /// <summary>The sum of the similarities of row <paramref name="y"/>.</summary>
        public double Similarity(int y, int height, double c1, double c2)
        {
            var covered = new double[Taps][];
            for (var tap = 0; tap < Taps; tap++)
                covered[tap] = _rows[Mirror(y + tap - Radius, height) % Taps];
            var (first, second, two) = (new Vector<double>(c1), new Vector<double>(c2), new Vector<double>(2));
            for (var x = 0; x < _stride; x += Vector<double>.Count)
            {
                Vector<double> meanP = default, meanT = default, squares = default, products = default;
                for (var tap = 0; tap < Taps; tap++)
                {
                    ref var row = ref MemoryMarshal.GetArrayDataReference(covered[tap]);
                    var weight = new Vector<double>(s_window[tap]);
                    meanP = Vector.MultiplyAddEstimate(weight, Vector.LoadUnsafe(ref row, (nuint)x), meanP);
                    meanT = Vector.MultiplyAddEstimate(weight, Vector.LoadUnsafe(ref row, (nuint)(_stride + x)), meanT);
                    squares = Vector.MultiplyAddEstimate(weight, Vector.LoadUnsafe(ref row, (nuint)((2 * _stride) + x)), squares);
                    products = Vector.MultiplyAddEstimate(weight, Vector.LoadUnsafe(ref row, (nuint)((3 * _stride) + x)), products);
                }

                var product = meanP * meanT;
                var square = (meanP * meanP) + (meanT * meanT);
                var variances = Vector.Max(squares - square, Vector<double>.Zero);
                var similarity = ((two * product) + first) * ((two * (products - product)) + second) / ((square + first) * (variances + second));
                similarity.CopyTo(_similarity, x);
            }

            double sum = 0;
            for (var x = 0; x < _width; x++)
                sum += _similarity[x];
            return sum;
        }

        private static void BlurAlong(ref double padded, Span<double> blurred)
        {
            for (var x = 0; x < blurred.Length; x += Vector<double>.Count)
            {
                Vector<double> sum = default;
                for (var tap = 0; tap < Taps; tap++)
                    sum = Vector.MultiplyAddEstimate(new Vector<double>(s_window[tap]), Vector.LoadUnsafe(ref padded, (nuint)(x + tap)), sum);
                sum.CopyTo(blurred[x..]);
            }
        }

        private void Reflect(Span<double> padded)
        {
            for (var i = 1; i <= Radius; i++)
            {
                padded[Radius - i] = padded[Radius + Mirror(-i, _width)];
                padded[Radius + _width - 1 + i] = padded[Radius + Mirror(_width - 1 + i, _width)];
            }
        }
    }
}
