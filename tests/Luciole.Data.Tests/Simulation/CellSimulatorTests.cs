using Luciole.Data.Simulation;
using Luciole.Data.Studies;

namespace Luciole.Data.Tests.Simulation;

public sealed class CellSimulatorTests
{
    [Fact]
    public void The_same_seed_gives_the_same_field_and_another_seed_another()
    {
        var one = CellSimulator.Simulate(3, Modality.BF, 96, 80);
        var same = CellSimulator.Simulate(3, Modality.BF, 96, 80);
        Assert.All(one.Targets, t => Assert.Equal(t.Value, same.Targets[t.Key]));
        Assert.Equal(one.Slices, same.Slices);
        Assert.NotEqual(Nucleus(one), Nucleus(CellSimulator.Simulate(4, Modality.BF, 96, 80)));
    }

    [Fact]
    public void Shapes_are_those_asked_for()
    {
        var field = CellSimulator.Simulate(0, Modality.PC, 33, 47, 3);
        Assert.Equal(3, field.Slices.Length);
        Assert.All(field.Slices, slice => Assert.Equal(33 * 47, slice.Length));
        Assert.All(Enum.GetValues<Organelle>(), organelle => Assert.Equal(33 * 47, field.Targets[organelle].Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => CellSimulator.Simulate(0, Modality.BF, 8, 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => CellSimulator.Simulate(0, Modality.BF, 64, 64, 0));
    }

    [Fact]
    public void Nuclei_are_bright_on_a_dark_background_that_is_not_zero()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var field = CellSimulator.Simulate(seed, Modality.BF, 256, 256);
            var inside = Nucleus(field).Where((_, i) => field.NucleusMask[i]).Average(v => (double)v);
            var outside = Nucleus(field).Where((_, i) => !field.NucleusMask[i]).Average(v => (double)v);
            Assert.True(inside > 2.5 * outside, $"seed {seed}: {inside} inside, {outside} outside");
            Assert.True(Nucleus(field).Min() > 0);
            Assert.True(Nucleus(field).Max() < ushort.MaxValue);
            Assert.InRange(field.NucleusMask.Count(inNucleus => inNucleus) / 65536.0, 0.03, 0.3);
        }
    }

    [Fact]
    public void Contrast_vanishes_in_focus_and_inverts_through_it()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var field = CellSimulator.Simulate(seed, Modality.BF, 256, 256);
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
            var field = CellSimulator.Simulate(seed, Modality.BF, 256, 256);
            Assert.All(field.Slices, slice => Assert.InRange(Math.Abs(Correlation(slice, Nucleus(field))), 0, 0.7));
        }
    }

    [Fact]
    public void Every_organelle_lies_in_cells_and_has_a_place_of_its_own()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var field = CellSimulator.Simulate(seed, Modality.BF, 256, 256);
            foreach (var (organelle, image) in field.Targets)
                Assert.True(MeanWhere(image, field.CellMask, true) > 1.5 * MeanWhere(image, field.CellMask, false), $"seed {seed}: {organelle} is not brighter in cells");
            var nuclei = field.NucleusMask;
            Assert.True(MeanWhere(Nucleus(field), nuclei, true) > MeanWhere(field.Targets[Organelle.Mitochondria], nuclei, true));
            Assert.All(Enum.GetValues<Organelle>().Where(o => o != Organelle.Nucleus), o => Assert.InRange(Correlation(Nucleus(field), field.Targets[o]), -1, 0.7));
        }
    }

    [Fact]
    public void Another_modality_shows_the_same_cells_in_another_light()
    {
        var fields = Enum.GetValues<Modality>().Select(m => CellSimulator.Simulate(5, m, 128, 128)).ToList();
        Assert.All(fields, field => Assert.Equal(Nucleus(fields[0]), Nucleus(field)));
        Assert.All(fields.Skip(1), field => Assert.InRange(Math.Abs(Correlation(fields[0].Slices[0], field.Slices[0])), 0, 0.9));
    }

    private static ushort[] Nucleus(SimulatedField field) => field.Targets[Organelle.Nucleus];

    private static double MeanWhere(ushort[] image, bool[] mask, bool inside) => image.Where((_, i) => mask[i] == inside).Average(v => (double)v);

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
