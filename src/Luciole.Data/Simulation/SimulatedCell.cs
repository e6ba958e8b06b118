using Luciole.Data.RandomStreams;

namespace Luciole.Data.Simulation;

/// <summary>The parts of one cell, lengths in pixels.</summary>
/// <param name="Body">The outline of the cell.</param>
/// <param name="Nucleus">The outline of the nucleus, inside the body.</param>
/// <param name="Thickness">Optical thickness of the body, about 1.</param>
/// <param name="NucleusDensity">What the nucleus adds to the optical thickness.</param>
/// <param name="Stain">How bright the nucleus is in fluorescence, about 1.</param>
/// <param name="Nucleoli">Dense spots in the nucleus that the stain leaves out.</param>
/// <param name="Granules">Small refracting spots in the cytoplasm: what a network must not take for nuclei.</param>
internal sealed record SimulatedCell(
    BlobShape Body, BlobShape Nucleus, double Thickness, double NucleusDensity, double Stain, Spot[] Nucleoli, Spot[] Granules)
{
    public static SimulatedCell Make(SampleRandom random, double y, double x)
    {
        var size = random.Uniform(0.85, 1.2);
        var body = new BlobShape(random, y, x, size * random.Uniform(19, 26), size * random.Uniform(19, 30), 0.12);
        var (ny, nx) = Around(random, y, x, 5);
        var nucleus = new BlobShape(random, ny, nx, size * random.Uniform(8, 11), size * random.Uniform(8.5, 12.5), 0.05);
        var nucleoli = Enumerable.Range(0, 1 + random.NextInt(3)).Select(_ =>
        {
            var (sy, sx) = Around(random, ny, nx, 0.5 * nucleus.RadiusY);
            return new Spot(sy, sx, random.Uniform(1.5, 2.4), random.Uniform(0.2, 0.4));
        }).ToArray();
        var granules = Enumerable.Range(0, 6 + random.NextInt(14)).Select(_ =>
        {
            var (sy, sx) = Around(random, y, x, 0.8 * Math.Min(body.RadiusY, body.RadiusX));
            return new Spot(sy, sx, random.Uniform(0.8, 1.5), random.Uniform(0.1, 0.3));
        }).Where(spot => nucleus.Depth(spot.Y, spot.X) > 1.1).ToArray();
        // More chromatin both delays more light and takes up more stain.
        var density = random.Uniform(0.35, 0.6);
        return new SimulatedCell(
            body, nucleus, random.Uniform(0.8, 1.2), density, 2 * density * Math.Exp(random.Normal() * 0.12), nucleoli, granules);
    }

    /// <summary>Cells all over a field and across its borders, with nuclei that do not overlap.</summary>
    public static IReadOnlyList<SimulatedCell> Scatter(SampleRandom random, int height, int width)
    {
        const double margin = 25, spacing = 34;
        var wanted = (int)((height + (2 * margin)) * (width + (2 * margin)) / (spacing * spacing * random.Uniform(1.6, 3)));
        var cells = new List<SimulatedCell>();
        for (var trial = 0; trial < 20 * wanted && cells.Count < wanted; trial++)
        {
            double y = random.Uniform(-margin, height + margin), x = random.Uniform(-margin, width + margin);
            if (cells.TrueForAll(cell => Math.Pow(cell.Body.Y - y, 2) + Math.Pow(cell.Body.X - x, 2) > spacing * spacing))
                cells.Add(Make(random, y, x));
        }

        return cells;
    }

    private static (double Y, double X) Around(SampleRandom random, double y, double x, double radius)
    {
        var distance = radius * Math.Sqrt(random.NextDouble());
        var (sine, cosine) = Math.SinCos(random.Uniform(0, 2 * Math.PI));
        return (y + (distance * sine), x + (distance * cosine));
    }
}
