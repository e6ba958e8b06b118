namespace Luciole.Benchmarks.Comparison;

/// <summary>y = <paramref name="Offset"/> + <paramref name="Slope"/> x.</summary>
/// <param name="Offset">y at 0.</param>
/// <param name="Slope">Growth of y with x.</param>
/// <param name="LargestDeviation">The largest |y - line| / y over the points it was fitted to.</param>
internal sealed record StraightLine(double Offset, double Slope, double LargestDeviation)
{
    /// <summary>The line with the least squares of relative deviations, so that small values count as much as large ones.</summary>
    public static StraightLine Fit(IReadOnlyList<(double X, double Y)> points)
    {
        var (s, sx, sxx, sy, sxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var (x, y) in points)
        {
            var weight = 1 / (y * y);
            s += weight;
            sx += weight * x;
            sxx += weight * x * x;
            sy += weight * y;
            sxy += weight * x * y;
        }

        var slope = ((s * sxy) - (sx * sy)) / ((s * sxx) - (sx * sx));
        var offset = (sy - (slope * sx)) / s;
        return new StraightLine(offset, slope, points.Max(p => Math.Abs(p.Y - offset - (slope * p.X)) / p.Y));
    }
}
