using Luciole.Data.Simulation;

namespace Luciole.Data.Tests.Simulation;

public sealed class CellSimulatorTests
{
    [Fact]
    public void The_same_seed_gives_the_same_field_and_another_seed_another()
    {
        var one = CellSimulator.Simulate(3, 96, 80);
        var same = CellSimulator.Simulate(3, 96, 80);
        Assert.Equal(one.Nucleus, same.Nucleus);
        Assert.Equal(one.Slices, same.Slices);
        Assert.NotEqual(one.Nucleus, CellSimulator.Simulate(4, 96, 80).Nucleus);
    }

    [Fact]
    public void Shapes_are_those_asked_for()
    {
        var field = CellSimulator.Simulate(0, 33, 47, 3);
        Assert.Equal(3, field.Slices.Length);
        Assert.All(field.Slices, slice => Assert.Equal(33 * 47, slice.Length));
        Assert.Equal(33 * 47, field.Nucleus.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => CellSimulator.Simulate(0, 8, 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => CellSimulator.Simulate(0, 64, 64, 0));
    }

    [Fact]
    public void Nuclei_are_bright_on_a_dark_background_that_is_not_zero()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var field = CellSimulator.Simulate(seed, 256, 256);
            var inside = field.Nucleus.Where((_, i) => field.NucleusMask[i]).Average(v => (double)v);
            var outside = field.Nucleus.Where((_, i) => !field.NucleusMask[i]).Average(v => (double)v);
            Assert.True(inside > 2.5 * outside, $"seed {seed}: {inside} inside, {outside} outside");
            Assert.True(field.Nucleus.Min() > 0);
            Assert.True(field.Nucleus.Max() < ushort.MaxValue);
            Assert.InRange(field.NucleusMask.Count(inNucleus => inNucleus) / 65536.0, 0.03, 0.3);
        }
    }

    [Fact]
    public void Contrast_vanishes_in_focus_and_inverts_through_it()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var field = CellSimulator.Simulate(seed, 256, 256);
            var contrast = field.Slices.Select(RelativeDeviation).ToArray();
            Assert.True(contrast[0] > contrast[field.InFocus] && contrast[^1] > contrast[field.InFocus], string.Join(' ', contrast));
            Assert.True(Correlation(field.Slices[0], field.Slices[^1]) < 0.1, "the outer planes do not invert");
            Assert.True(field.Slices.SelectMany(s => s).All(v => v is > 0 and < ushort.MaxValue));
        }
    }

    [Fact]
    public void No_plane_gives_the_nuclei_away_by_brightness_alone()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var field = CellSimulator.Simulate(seed, 256, 256);
            Assert.All(field.Slices, slice => Assert.InRange(Math.Abs(Correlation(slice, field.Nucleus)), 0, 0.7));
        }
    }

    private static double RelativeDeviation(ushort[] image)
    {
        var mean = image.Average(v => (double)v);
        return Math.Sqrt(image.Average(v => (v - mean) * (v - mean))) / mean;
    }

    private static double Correlation(ushort[] a, ushort[] b)
    {
        double meanA = a.Average(v => (double)v), meanB = b.Average(v => (double)v);
        var ab = a.Zip(b).Sum(p => (p.First - meanA) * (p.Second - meanB));
        return ab / Math.Sqrt(a.Sum(v => (v - meanA) * (v - meanA)) * b.Sum(v => (v - meanB) * (v - meanB)));
    }
}
