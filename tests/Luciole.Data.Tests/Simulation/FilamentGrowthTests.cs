using Luciole.Data.RandomStreams;
using Luciole.Data.Simulation;

namespace Luciole.Data.Tests.Simulation;

public sealed class FilamentGrowthTests
{
    [Fact]
    public void Directions_are_forgotten_over_the_persistence_length()
    {
        var growth = new FilamentGrowth(new SampleRandom(1), persistence: 20, _ => true);
        double Cosine(int length) => Enumerable.Range(0, 4000).Average(_ =>
        {
            var points = growth.Grow(default, 0.4, length);
            var last = points[^1];
            return Math.Cos(Math.Atan2(last.Y - points[^2].Y, last.X - points[^2].X) - 0.4);
        });
        Assert.Equal(Math.Exp(-0.5), Cosine(10), 0.03);
        Assert.Equal(Math.Exp(-1), Cosine(20), 0.04);
    }

    [Fact]
    public void Points_are_a_pixel_apart_and_as_many_as_the_length()
    {
        var points = new FilamentGrowth(new SampleRandom(2), 15, _ => true).Grow(new Point(3, 4), 2, 25);
        Assert.Equal(26, points.Count);
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.Equal(1, pair.First.DistanceTo(pair.Second), 1e-9));
    }

    [Fact]
    public void Filaments_turn_aside_at_a_wall_and_never_cross_it()
    {
        var growth = new FilamentGrowth(new SampleRandom(3), 50, point => point.X < 10);
        for (var i = 0; i < 50; i++)
        {
            var points = growth.Grow(new Point(0, 5), 0, 40);
            Assert.All(points, point => Assert.True(point.X < 10));
            Assert.True(points.Count > 35, $"gave up after {points.Count}");
        }
    }

    [Fact]
    public void Filaments_end_where_there_is_no_way_out_and_do_not_begin_behind_walls()
    {
        var pit = new FilamentGrowth(new SampleRandom(4), 50, point => point.DistanceTo(default) < 3);
        Assert.InRange(pit.Grow(default, 0, 40).Count, 2, 41);
        Assert.Single(new FilamentGrowth(new SampleRandom(4), 50, point => point.DistanceTo(default) < 0.5).Grow(default, 0, 40));
        Assert.Empty(pit.Grow(new Point(5, 5), 0, 40));
        var straight = new FilamentGrowth(new SampleRandom(5), 1e9, point => point.X < 10) { Detours = 0 };
        Assert.Equal(5, straight.Grow(new Point(0, 5.5), 0, 40).Count);
    }
}
