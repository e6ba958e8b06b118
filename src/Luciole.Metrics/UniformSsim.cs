namespace Luciole.Metrics;

/// <summary>
/// Structural similarity with the defaults of scikit-image: a 7 x 7 uniform window, K1 0.01, K2 0.03, sample covariance, the mean
/// over the pixels whose window lies inside the image.
/// </summary>
public static class UniformSsim
{
    private const int Side = 7;

    /// <summary>The mean similarity of two images <c>[Y, X]</c> of at least 7 x 7 pixels.</summary>
    /// <param name="a">One image.</param>
    /// <param name="b">The other.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="dataRange">The range L of the constants (K1 L)² and (K2 L)².</param>
    public static double Mean(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int height, int width, double dataRange)
    {
        if (a.Length != b.Length || a.Length != (long)height * width || height < Side || width < Side)
            throw new ArgumentException($"Two images of {height} x {width} pixels, at least {Side} x {Side}, were expected; got {a.Length} and {b.Length} samples.", nameof(a));
        double c1 = 0.01 * dataRange * 0.01 * dataRange, c2 = 0.03 * dataRange * 0.03 * dataRange;
        var columns = new double[5 * width];
        double sum = 0;
        for (var y = 0; y + Side <= height; y++)
        {
            SumColumns(a, b, y, width, columns);
            for (var x = 0; x + Side <= width; x++)
                sum += Similarity(columns.AsSpan(5 * x, 5 * Side), c1, c2);
        }

        return sum / ((double)(height - Side + 1) * (width - Side + 1));
    }

    /// <summary>For each column the sums over seven rows of a, b, a², b² and a b.</summary>
    private static void SumColumns(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int top, int width, double[] columns)
    {
        Array.Clear(columns);
        for (var y = top; y < top + Side; y++)
        {
            for (var x = 0; x < width; x++)
            {
                double va = a[(y * width) + x], vb = b[(y * width) + x];
                columns[5 * x] += va;
                columns[(5 * x) + 1] += vb;
                columns[(5 * x) + 2] += va * va;
                columns[(5 * x) + 3] += vb * vb;
                columns[(5 * x) + 4] += va * vb;
            }
        }
    }

    private static double Similarity(ReadOnlySpan<double> columns, double c1, double c2)
    {
        double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
        for (var i = 0; i < columns.Length; i += 5)
        {
            a += columns[i];
            b += columns[i + 1];
            aa += columns[i + 2];
            bb += columns[i + 3];
            ab += columns[i + 4];
        }

        const double count = Side * Side;
        double meanA = a / count, meanB = b / count;
        const double sample = count / (count - 1);
        var varianceA = sample * ((aa / count) - (meanA * meanA));
        var varianceB = sample * ((bb / count) - (meanB * meanB));
        var covariance = sample * ((ab / count) - (meanA * meanB));
        return ((2 * meanA * meanB) + c1) * ((2 * covariance) + c2) / (((meanA * meanA) + (meanB * meanB) + c1) * (varianceA + varianceB + c2));
    }
}
