using Luciole.Data.Augmentation;
using Luciole.Data.Augmentation.Filtering;

namespace Luciole.Data.Preprocessing;

/// <summary>
/// Interpolation of lines by B-splines of order 0 (nearest pixel) to 5 (Unser, Aldroubi and Eden, "B-spline signal processing", 1993).
/// Values outside the line are those of its border rule, far enough that the coefficients inside do not feel the end.
/// </summary>
internal sealed class BSpline
{
    // The slowest of all orders' poles, 0.43, is below 1e-15 after 41 pixels.
    private const int Margin = 48;

    private readonly int _order;
    private readonly double[] _poles;
    private readonly BorderRule _border;
    private readonly double _constant;

    public BSpline(int order, BorderRule border, double constant)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 5);
        (_order, _border, _constant, _poles) = (order, border, constant, PolesOf(order));
    }

    /// <summary>Fills <paramref name="result"/> with the line's values, the pixels' outer edges laid on each other.</summary>
    public void Resample(ReadOnlySpan<double> line, Span<double> result)
    {
        var coefficients = Coefficients(line);
        Span<double> weights = stackalloc double[_order + 1];
        var scale = (double)line.Length / result.Length;
        for (var i = 0; i < result.Length; i++)
        {
            var position = ((i + 0.5) * scale) - 0.5;
            var shifted = _order % 2 == 0 ? position + 0.5 : position;
            var cell = (int)Math.Floor(shifted);
            Weights(shifted - cell, weights);
            double sum = 0;
            for (var k = 0; k <= _order; k++)
                sum += weights[k] * coefficients[Margin + cell - (_order / 2) + k];
            result[i] = sum;
        }
    }

    private double[] Coefficients(ReadOnlySpan<double> line)
    {
        var extended = new double[line.Length + (2 * Margin)];
        for (var i = 0; i < extended.Length; i++)
        {
            var index = Border.Index(i - Margin, line.Length, _border);
            extended[i] = index < 0 ? _constant : line[index];
        }

        foreach (var pole in _poles)
            Filter(extended, pole);
        return extended;
    }

    // One pole of the inverse of sampling a spline: along the line, then back.
    private static void Filter(double[] line, double pole)
    {
        var gain = (1 - pole) * (1 - (1 / pole));
        for (var i = 0; i < line.Length; i++)
            line[i] *= gain;
        line[0] /= 1 - pole;
        for (var i = 1; i < line.Length; i++)
            line[i] += pole * line[i - 1];
        line[^1] *= pole / (pole - 1);
        for (var i = line.Length - 2; i >= 0; i--)
            line[i] = pole * (line[i + 1] - line[i]);
    }

    /// <summary>The values of the splines that are not 0 at a place of a cell, by the recursion over the order (Cox and de Boor).</summary>
    private static void Weights(double place, Span<double> weights)
    {
        weights[0] = 1;
        for (var order = 1; order < weights.Length; order++)
        {
            double carried = 0;
            for (var k = 0; k < order; k++)
            {
                var part = weights[k] / order;
                weights[k] = carried + ((k + 1 - place) * part);
                carried = (place + order - k - 1) * part;
            }

            weights[order] = carried;
        }
    }

    private static double[] PolesOf(int order) => order switch
    {
        2 => [Math.Sqrt(8) - 3],
        3 => [Math.Sqrt(3) - 2],
        4 => [Math.Sqrt(664 - Math.Sqrt(438976)) + Math.Sqrt(304) - 19, Math.Sqrt(664 + Math.Sqrt(438976)) - Math.Sqrt(304) - 19],
        5 => [Math.Sqrt(67.5 - Math.Sqrt(4436.25)) + Math.Sqrt(26.25) - 6.5, Math.Sqrt(67.5 + Math.Sqrt(4436.25)) - Math.Sqrt(26.25) - 6.5],
        _ => [],
    };
}
