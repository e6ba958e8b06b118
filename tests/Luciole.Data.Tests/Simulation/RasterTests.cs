using Luciole.Data.RandomStreams;
using Luciole.Data.Simulation;

namespace Luciole.Data.Tests.Simulation;

public sealed class RasterTests
{
    [Fact]
    public void A_deposited_filament_is_conserved_whatever_its_course()
    {
        var random = new SampleRandom(4);
        var points = new FilamentGrowth(random, persistence: 10, point => point is { Y: > 2 and < 47, X: > 2 and < 57 }).Grow(new Point(20.3, 31.7), 1, 60);
        var filament = new Filament(points, 1.7);
        Assert.Equal(points.Count - 1, filament.Length, 1e-9);
        var raster = new Raster(50, 60);
        raster.Deposit(filament);
        Assert.Equal(1.7 * filament.Length, raster.Values.Sum(v => (double)v), 1e-3);
    }

    [Fact]
    public void What_is_deposited_lies_along_the_filament()
    {
        var raster = new Raster(9, 12);
        raster.Deposit(new Filament([new Point(4, 2), new Point(4, 3), new Point(4, 4)], 1));
        Assert.Equal(2, Enumerable.Range(0, 12).Sum(x => (double)raster[4, x]), 1e-6);
        // Pieces lie at 2.25, 2.75, 3.25 and 3.75, each of half a pixel's length.
        Assert.Equal(0.5, raster[4, 2], 1e-6);
        Assert.Equal(1, raster[4, 3], 1e-6);
        Assert.Equal(0.5, raster[4, 4], 1e-6);
    }

    [Fact]
    public void What_lies_beyond_the_field_is_left_out()
    {
        var raster = new Raster(10, 10);
        raster.Deposit(new Filament([new Point(5, -4), new Point(5, -3)], 1));
        raster.Deposit(new Filament([new Point(12, 5), new Point(13, 5)], 1));
        Assert.All(raster.Values, v => Assert.Equal(0, v));
    }

    [Fact]
    public void A_blur_keeps_what_is_constant_and_the_sum_of_what_is_not()
    {
        var even = new Raster(13, 40);
        Array.Fill(even.Values, 3);
        Assert.All(even.Blurred(2.5).Values, v => Assert.Equal(3, v, 1e-5));
        var point = new Raster(41, 41);
        point.Values[(20 * 41) + 20] = 1;
        var blurred = point.Blurred(2);
        Assert.Equal(1, blurred.Values.Sum(), 1e-5);
        Assert.Equal(1 / (2 * Math.PI * 4), blurred[20, 20], 5e-4);
        Assert.Equal(Math.Exp(-9 / 8.0), blurred[20, 23] / blurred[20, 20], 1e-4);
    }

    [Fact]
    public void Texture_has_mean_zero_variance_one_and_the_grain_asked_for()
    {
        var texture = Raster.Texture(new SampleRandom(8), 200, 200, 2);
        Assert.Equal(0, texture.Values.Average(), 0.06);
        Assert.Equal(1, texture.Values.Average(v => v * v), 0.1);
        // The autocovariance of blurred white noise is a Gaussian of variance 2 sigma².
        var neighbours = Enumerable.Range(0, 200 * 196).Average(i => (double)texture[i / 196, i % 196] * texture[i / 196, (i % 196) + 4]);
        Assert.Equal(Math.Exp(-1), neighbours, 0.06);
    }

    [Fact]
    public void Between_pixels_values_are_interpolated_and_beyond_the_border_mirrored()
    {
        var raster = new Raster(2, 3);
        float[] values = [1, 2, 4, 5, 8, 16];
        values.CopyTo(raster.Values, 0);
        Assert.Equal((1 + 2 + 5 + 8) / 4.0, raster.Sample(new Point(0.5, 0.5)), 1e-6);
        Assert.Equal(4 + (0.25 * 12), raster.Sample(new Point(0.25, 2)), 1e-6);
        Assert.Equal(2, raster[0, -1]);
        Assert.Equal(8, raster[-1, 3]);
        Assert.Equal((5 * 2) + (2 * 2) - (4 * 1), raster.Laplacian(0, 0), 1e-6);
    }
}
