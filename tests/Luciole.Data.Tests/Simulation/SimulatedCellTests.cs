using Luciole.Data.RandomStreams;
using Luciole.Data.Simulation;
using Luciole.Data.Studies;

namespace Luciole.Data.Tests.Simulation;

public sealed class SimulatedCellTests
{
    private static readonly Point s_centre = new(60, 70);

    [Fact]
    public void The_nucleus_lies_inside_the_body_and_nucleoli_inside_the_nucleus() => ForManyCells(cell =>
    {
        for (var k = 0; k < 24; k++)
            Assert.True(cell.Body.Depth(cell.Nucleus.At(k * Math.PI / 12, 1)) < 1);
        Assert.All(cell.Nucleoli, spot => Assert.True(cell.Nucleus.Depth(spot.Centre) < 0.8));
        Assert.All(cell.Granules, spot => Assert.True(cell.Nucleus.Depth(spot.Centre) > 1 && cell.Body.Depth(spot.Centre) < 1));
    });

    [Fact]
    public void Mitochondria_lie_in_the_cytoplasm() => ForManyCells(cell =>
    {
        Assert.InRange(cell.Mitochondria.Sum(thread => thread.Length), 60, 700);
        Assert.All(cell.Mitochondria.SelectMany(thread => thread.Points), point => Assert.True(cell.Body.Depth(point) < 0.86 && cell.Nucleus.Depth(point) > 1));
    });

    [Fact]
    public void Stress_fibres_cross_the_cell_nearly_in_parallel() => ForManyCells(cell =>
    {
        Assert.InRange(cell.StressFibres.Count, 3, 9);
        Assert.All(cell.StressFibres.SelectMany(fibre => fibre.Points), point => Assert.True(cell.Body.Depth(point) < 0.97));
        // Directions without a sense: doubled angles agree.
        var angles = cell.StressFibres.Select(fibre => 2 * Math.Atan2(fibre.Points[^1].Y - fibre.Points[0].Y, fibre.Points[^1].X - fibre.Points[0].X)).ToList();
        var agreement = Math.Sqrt(Math.Pow(angles.Average(Math.Cos), 2) + Math.Pow(angles.Average(Math.Sin), 2));
        Assert.True(agreement > 0.85, $"{agreement}");
    });

    [Fact]
    public void Microtubules_radiate_from_one_centrosome_beside_the_nucleus() => ForManyCells(cell =>
    {
        var centrosome = Assert.Single(cell.Microtubules.Select(filament => filament.Points[0]).Distinct());
        Assert.InRange(cell.Nucleus.Inset(centrosome, cell.Nucleus.Depth(centrosome)), -3.5, -2.5);
        Assert.True(cell.Microtubules.Count >= 10, $"{cell.Microtubules.Count}");
        Assert.All(cell.Microtubules.SelectMany(filament => filament.Points), point => Assert.True(cell.Body.Depth(point) < 0.97 && cell.Nucleus.Depth(point) > 1));
    });

    [Fact]
    public void Cells_never_lie_on_each_others_nuclei()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var cells = SimulatedCell.Scatter(new SampleRandom(seed), 200, 200);
            Assert.True(cells.Count > 5);
            foreach (var (cell, other) in from a in cells from b in cells where a != b select (a, b))
            {
                for (var k = 0; k < 24; k++)
                    Assert.True(other.Body.Depth(cell.Nucleus.At(k * Math.PI / 12, 1)) > 1);
            }
        }
    }

    [Fact]
    public void Stains_stay_where_their_organelles_are()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var specimen = SpecimenPainter.Paint(new SampleRandom(seed), 160, 160);
            double Share(Organelle organelle, Func<int, bool> where)
            {
                var stain = specimen.Stain(organelle).Values;
                return stain.Where((_, i) => where(i)).Sum(v => (double)v) / stain.Sum(v => (double)v);
            }

            Assert.Equal(0, Share(Organelle.Nucleus, i => !specimen.CellMask[i]));
            Assert.InRange(Share(Organelle.Nucleus, i => specimen.NucleusMask[i]), 0.85, 1);
            Assert.InRange(Share(Organelle.Mitochondria, i => specimen.NucleusMask[i]), 0, 0.12);
            Assert.InRange(Share(Organelle.Tubulin, i => specimen.NucleusMask[i]), 0, 0.05);
            Assert.All(Enum.GetValues<Organelle>(), organelle => Assert.InRange(Share(organelle, i => !specimen.CellMask[i]), 0, 0.02));
            Assert.InRange(specimen.Phase.Values.Where((_, i) => !specimen.CellMask[i]).Max(Math.Abs), 0, 0.2);
            Assert.True(specimen.NucleusMask.Zip(specimen.CellMask).All(pair => !pair.First || pair.Second));
        }
    }

    private static void ForManyCells(Action<SimulatedCell> check)
    {
        for (var seed = 0; seed < 30; seed++)
            check(SimulatedCell.Make(new SampleRandom(seed), s_centre));
    }
}
