namespace Luciole.Metrics;

/// <summary>
/// Structural similarity (Wang, Bovik, Sheikh, Simoncelli, 2004) with the choices of torchmetrics 1.4: an 11 x 11 Gaussian window
/// of sigma 1.5, K1 0.01, K2 0.03, mirrored borders, variances not below 0, the mean over all pixels. Needs memory for eleven rows.
/// </summary>
public static class GaussianSsim
{
    private const int Radius = 5;
    private const int Taps = (2 * Radius) + 1;
    private const double Sigma = 1.5;

    /// <summary>The eleven weights of the window along one axis; their sum is 1.</summary>
    public static IReadOnlyList<double> Window { get; } = MakeWindow();

    /// <summary>The mean similarity of planes <c>[planes, Y, X]</c>, at most 1.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">The target.</param>
    /// <param name="height">Rows of a plane.</param>
    /// <param name="width">Columns of a plane.</param>
    /// <param name="dataRange">The range L of the constants (K1 L)² and (K2 L)²; <see langword="null"/> takes the larger range of the two arrays.</param>
    public static double Mean(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int height, int width, double? dataRange = null)
    {
        ImageMetrics.RequireSameLength(prediction, target);
        var plane = checked(height * width);
        if (prediction.Length % plane != 0)
            throw new ArgumentException($"{prediction.Length} samples are not planes of {height} x {width}.", nameof(prediction));
        var range = dataRange ?? Math.Max(ImageMetrics.Range(prediction), ImageMetrics.Range(target));
        double sum = 0;
        for (var start = 0; start < prediction.Length; start += plane)
            sum += SumOfPlane(prediction.Slice(start, plane), target.Slice(start, plane), height, width, range);
        return sum / prediction.Length;
    }

    private static double SumOfPlane(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int height, int width, double range)
    {
        double c1 = 0.01 * range * 0.01 * range, c2 = 0.03 * range * 0.03 * range;
        var blurred = new double[Taps][];
        for (var i = 0; i < Taps; i++)
            blurred[i] = new double[5 * width];
        var window = new double[5 * width];
        var padded = new double[2 * (width + (2 * Radius))];
        var next = 0;
        double sum = 0;
        for (var y = 0; y < height; y++)
        {
            for (; next < height && next <= y + Radius; next++)
                BlurRow(prediction.Slice(next * width, width), target.Slice(next * width, width), padded, blurred[next % Taps]);
            Array.Clear(window);
            for (var tap = 0; tap < Taps; tap++)
                AddRow(blurred[Mirror(y + tap - Radius, height) % Taps], Window[tap], window);
            for (var x = 0; x < width; x++)
                sum += Similarity(window.AsSpan(5 * x, 5), c1, c2);
        }

        return sum;
    }

    /// <summary>Blurs p, t, p², t² and p t along a row; the five lie side by side for each pixel.</summary>
    private static void BlurRow(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, double[] padded, double[] blurred)
    {
        var width = prediction.Length;
        var half = padded.Length / 2;
        for (var x = 0; x < half; x++)
        {
            var source = Mirror(x - Radius, width);
            padded[x] = prediction[source];
            padded[half + x] = target[source];
        }

        for (var x = 0; x < width; x++)
        {
            double mp = 0, mt = 0, pp = 0, tt = 0, pt = 0;
            for (var tap = 0; tap < Taps; tap++)
            {
                double p = padded[x + tap], t = padded[half + x + tap], weight = Window[tap];
                mp += weight * p;
                mt += weight * t;
                pp += weight * p * p;
                tt += weight * t * t;
                pt += weight * p * t;
            }

            (blurred[5 * x], blurred[(5 * x) + 1], blurred[(5 * x) + 2], blurred[(5 * x) + 3], blurred[(5 * x) + 4]) = (mp, mt, pp, tt, pt);
        }
    }

    private static void AddRow(double[] row, double weight, double[] sums)
    {
        for (var i = 0; i < sums.Length; i++)
            sums[i] += weight * row[i];
    }

    private static double Similarity(ReadOnlySpan<double> moments, double c1, double c2)
    {
        double mp = moments[0], mt = moments[1];
        var varianceP = Math.Max(0, moments[2] - (mp * mp));
        var varianceT = Math.Max(0, moments[3] - (mt * mt));
        var covariance = moments[4] - (mp * mt);
        return ((2 * mp * mt) + c1) * ((2 * covariance) + c2) / (((mp * mp) + (mt * mt) + c1) * (varianceP + varianceT + c2));
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
}
