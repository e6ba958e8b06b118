using Luciole.Benchmarks.Comparison;

namespace Luciole.Benchmarks.Tests;

public sealed class StraightLineTests
{
    [Fact]
    public void Points_on_a_line_give_the_line()
    {
        var line = StraightLine.Fit([(1, 5), (4, 11), (64, 131)]);
        Assert.Equal(3, line.Offset, 1e-9);
        Assert.Equal(2, line.Slope, 1e-9);
        Assert.Equal(0, line.LargestDeviation, 1e-9);
    }

    [Fact]
    public void No_line_nearby_has_smaller_relative_deviations()
    {
        (double X, double Y)[] points = [(1, 1.2), (4, 3.7), (16, 18), (64, 61)];
        var line = StraightLine.Fit(points);
        double Squares(double offset, double slope) => points.Sum(p => Math.Pow((p.Y - offset - (slope * p.X)) / p.Y, 2));
        var best = Squares(line.Offset, line.Slope);
        foreach (var step in (double[])[-1e-3, 1e-3])
        {
            Assert.True(Squares(line.Offset + step, line.Slope) > best);
            Assert.True(Squares(line.Offset, line.Slope + step) > best);
        }

        Assert.Equal(points.Max(p => Math.Abs(p.Y - line.Offset - (line.Slope * p.X)) / p.Y), line.LargestDeviation, 1e-12);
    }
}
