using Luciole.Data.Augmentation;
using Luciole.Data.Augmentation.Filtering;

namespace Luciole.Data.Preprocessing;

/// <summary>Convolution of one channel with a kernel along its rows and one along its columns, in double precision.</summary>
internal static class PlaneConvolution
{
    /// <summary>Filters <c>[Y, X]</c>; kernels have an odd number of weights, the middle one on the pixel. Beside a constant border weights add up to 1.</summary>
    /// <param name="plane">The channel.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="down">Weights along a column.</param>
    /// <param name="across">Weights along a row.</param>
    /// <param name="border">What lies outside.</param>
    /// <param name="constant">The value outside for <see cref="BorderRule.Constant"/>.</param>
    public static double[] Apply(double[] plane, int height, int width, double[] down, double[] across, BorderRule border, double constant = 0)
    {
        var between = new double[plane.Length];
        var outside = new double[width];
        Array.Fill(outside, constant);
        for (var y = 0; y < height; y++)
        {
            var sum = between.AsSpan(y * width, width);
            for (var k = 0; k < down.Length; k++)
            {
                var row = Border.Index(y + k - (down.Length / 2), height, border);
                AddScaled(row < 0 ? outside : plane.AsSpan(row * width, width), down[k], sum);
            }
        }

        var result = new double[plane.Length];
        var radius = across.Length / 2;
        var line = new double[width + (2 * radius)];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < line.Length; x++)
            {
                var column = Border.Index(x - radius, width, border);
                line[x] = column < 0 ? constant : between[(y * width) + column];
            }

            var sum = result.AsSpan(y * width, width);
            for (var k = 0; k < across.Length; k++)
                AddScaled(line.AsSpan(k, width), across[k], sum);
        }

        return result;
    }

    private static void AddScaled(ReadOnlySpan<double> values, double weight, Span<double> sum)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] += weight * values[i];
    }
}
