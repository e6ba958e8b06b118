using Luciole.Data.RandomStreams;
using Luciole.Data.Simulation;

namespace Luciole.Data.Tests.Simulation;

public sealed class BlobShapeTests
{
    private readonly BlobShape _shape = new(new SampleRandom(7), new Point(10, 20), 8, 13, 0.1);

    [Fact]
    public void Depth_grows_in_proportion_along_each_ray()
    {
        Assert.Equal(0, _shape.Depth(_shape.Centre));
        for (var direction = 0.0; direction < 6; direction += 0.7)
        {
            foreach (var depth in new[] { 0.3, 1, 2.5 })
                Assert.Equal(depth, _shape.Depth(_shape.At(direction, depth)), 1e-9);
            Assert.Equal(2 * _shape.At(direction, 1).DistanceTo(_shape.Centre), _shape.At(direction, 2).DistanceTo(_shape.Centre), 1e-9);
        }
    }

    [Fact]
    public void Reach_is_the_farthest_the_outline_gets()
    {
        var distances = Enumerable.Range(0, 360).Select(k => _shape.At(k * Math.PI / 180, 1).DistanceTo(_shape.Centre)).ToList();
        Assert.All(distances, distance => Assert.InRange(distance, 8 * 0.8, _shape.Reach + 1e-9));
        Assert.True(distances.Max() > 0.8 * _shape.Reach);
    }

    [Fact]
    public void Inset_counts_pixels_to_the_outline_and_is_negative_outside()
    {
        foreach (var (depth, sign) in new[] { (0.6, 1), (1.4, -1) })
        {
            var point = _shape.At(1.1, depth);
            Assert.Equal(sign * point.DistanceTo(_shape.At(1.1, 1)), _shape.Inset(point, depth), 1e-9);
        }

        Assert.Equal(8, _shape.Inset(_shape.Centre, 0));
    }
}
