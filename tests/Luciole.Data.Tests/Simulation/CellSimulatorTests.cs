using Luciole.Data.Simulation;
using Luciole.Data.Studies;

namespace Luciole.Data.Tests.Simulation;

public sealed class CellSimulatorTests
{
    [Fact]
    public void The_same_seed_gives_the_same_field_and_another_seed_another()
    {
        foreach (var modality in Enum.GetValues<Modality>())
        {
            var one = CellSimulator.Simulate(3, modality, 96, 80);
            var same = CellSimulator.Simulate(3, modality, 96, 80);
            Assert.Equal(one.Targets, same.Targets);
            Assert.Equal(one.Slices, same.Slices);
            Assert.NotEqual(one.Targets, CellSimulator.Simulate(4, modality, 96, 80).Targets);
        }
    }

    [Fact]
    public void Another_modality_shows_the_same_cells_in_another_way()
    {
        var fields = Enum.GetValues<Modality>().Select(modality => CellSimulator.Simulate(5, modality, 96, 96)).ToList();
        Assert.All(fields, field => Assert.Equal(fields[0].Targets, field.Targets));
        Assert.All(fields, field => Assert.Equal(fields[0].NucleusMask, field.NucleusMask));
        Assert.Equal(3, fields.Select(field => field.Slices[0]).Distinct(new SameCounts()).Count());
    }

    [Fact]
    public void Shapes_are_those_asked_for()
    {
        var field = CellSimulator.Simulate(0, Modality.PC, 33, 47, 3);
        Assert.Equal((33, 47), (field.Height, field.Width));
        Assert.Equal(3, field.Slices.Length);
        Assert.All(field.Slices, slice => Assert.Equal(33 * 47, slice.Length));
        Assert.Equal(Enum.GetValues<Organelle>(), field.Targets.Keys.Order());
        Assert.All(field.Targets.Values, image => Assert.Equal(33 * 47, image.Length));
        Assert.Equal(33 * 47, field.CellMask.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => CellSimulator.Simulate(0, Modality.BF, 8, 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => CellSimulator.Simulate(0, Modality.BF, 64, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => CellSimulator.Simulate(0, Modality.BF, 64, 64, 0));
    }

    [Fact]
    public void Every_image_stays_within_the_cameras_range()
    {
        foreach (var modality in Enum.GetValues<Modality>())
        {
            var field = CellSimulator.Simulate(1, modality, 256, 256);
            Assert.All(field.Slices.Concat(field.Targets.Values), image => Assert.DoesNotContain(image, v => v is 0 or ushort.MaxValue));
        }
    }

    [Fact]
    public void Every_organelle_glows_where_it_lies()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var field = CellSimulator.Simulate(seed, Modality.BF, 256, 256);
            bool Nucleus(int i) => field.NucleusMask[i];
            bool Cytoplasm(int i) => field.CellMask[i] && !field.NucleusMask[i];
            bool Outside(int i) => !field.CellMask[i];
            double Mean(Organelle organelle, Func<int, bool> where) => field.Targets[organelle].Where((_, i) => where(i)).Average(v => (double)v);

            Assert.True(Mean(Organelle.Nucleus, Nucleus) > 2.5 * Mean(Organelle.Nucleus, Cytoplasm), $"seed {seed}");
            foreach (var organelle in new[] { Organelle.Mitochondria, Organelle.Tubulin })
            {
                Assert.True(Mean(organelle, Cytoplasm) > 1.5 * Mean(organelle, Nucleus), $"seed {seed}, {organelle}");
                Assert.True(Mean(organelle, Cytoplasm) > 1.5 * Mean(organelle, Outside), $"seed {seed}, {organelle}");
            }

            Assert.True(Mean(Organelle.Actin, Cytoplasm) > 1.5 * Mean(Organelle.Actin, Outside), $"seed {seed}");
            Assert.InRange(field.NucleusMask.Count(inNucleus => inNucleus) / 65536.0, 0.05, 0.3);
            Assert.InRange(field.CellMask.Count(inCell => inCell) / 65536.0, 0.25, 0.8);
        }
    }

    [Fact]
    public void Bright_field_contrast_vanishes_in_focus_and_inverts_through_it()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var field = CellSimulator.Simulate(seed, Modality.BF, 256, 256);
            var contrast = field.Slices.Select(RelativeDeviation).ToArray();
            Assert.True(contrast[0] > contrast[field.InFocus] && contrast[^1] > contrast[field.InFocus], string.Join(' ', contrast));
            Assert.True(Correlation(field.Slices[0], field.Slices[^1]) < 0.1, "the outer planes do not invert");
        }
    }

    [Theory]
    [InlineData(Modality.PC)]
    [InlineData(Modality.DIC)]
    public void The_other_modalities_look_alike_below_and_above_focus(Modality modality)
    {
        var field = CellSimulator.Simulate(2, modality, 256, 256);
        Assert.True(Correlation(field.Slices[0], field.Slices[^1]) > 0.9);
        Assert.True(field.Slices.All(slice => RelativeDeviation(slice) > 0.02));
    }

    [Fact]
    public void No_plane_gives_an_organelle_away_by_brightness_alone()
    {
        foreach (var modality in Enum.GetValues<Modality>())
        {
            var field = CellSimulator.Simulate(6, modality, 256, 256);
            foreach (var target in field.Targets.Values)
                Assert.All(field.Slices, slice => Assert.InRange(Math.Abs(Correlation(slice, target)), 0, 0.7));
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

    private sealed class SameCounts : IEqualityComparer<ushort[]>
    {
        public bool Equals(ushort[]? x, ushort[]? y) => x!.AsSpan().SequenceEqual(y);

        public int GetHashCode(ushort[] counts) => counts[0];
    }
}
