using Luciole.Data.RandomStreams;

namespace Luciole.Data.Simulation;

/// <summary>The parts of one cell, lengths in pixels.</summary>
internal sealed record SimulatedCell
{
    /// <summary>The outline of the cell.</summary>
    public required BlobShape Body { get; init; }

    /// <summary>The outline of the nucleus, inside the body.</summary>
    public required BlobShape Nucleus { get; init; }

    /// <summary>Optical thickness of the body, about 1.</summary>
    public required double Thickness { get; init; }

    /// <summary>What the nucleus adds to the optical thickness.</summary>
    public required double NucleusDensity { get; init; }

    /// <summary>How bright the nucleus is in fluorescence, about 1.</summary>
    public required double NucleusStain { get; init; }

    /// <summary>How bright the actin below the membrane is, about 1.</summary>
    public required double Cortex { get; init; }

    /// <summary>Dense spots in the nucleus that the stain leaves out.</summary>
    public required IReadOnlyList<Spot> Nucleoli { get; init; }

    /// <summary>Small refracting spots in the cytoplasm that no stain shows: what a network must not take for an organelle.</summary>
    public required IReadOnlyList<Spot> Granules { get; init; }

    /// <summary>Mitochondria.</summary>
    public required IReadOnlyList<Filament> Mitochondria { get; init; }

    /// <summary>Actin bundles.</summary>
    public required IReadOnlyList<Filament> StressFibres { get; init; }

    /// <summary>Microtubules.</summary>
    public required IReadOnlyList<Filament> Microtubules { get; init; }

    /// <summary>Makes a cell.</summary>
    public static SimulatedCell Make(SampleRandom random, Point centre)
    {
        var size = random.Uniform(0.85, 1.15);
        var body = new BlobShape(random, centre, size * random.Uniform(20, 25), size * random.Uniform(22, 29), 0.08);
        var nucleus = new BlobShape(random, Around(random, centre, 3), size * random.Uniform(9.5, 12), size * random.Uniform(10, 13), 0.05);
        var interior = new CellInterior(body, nucleus);
        // More chromatin both delays more light and takes up more stain.
        var density = random.Uniform(0.5, 0.8);
        return new SimulatedCell
        {
            Body = body,
            Nucleus = nucleus,
            Thickness = random.Uniform(0.8, 1.2),
            NucleusDensity = density,
            NucleusStain = 1.5 * density * Math.Exp(random.Normal() * 0.12),
            Cortex = Math.Exp(random.Normal() * 0.15),
            Nucleoli = Spots(random, 1 + random.NextInt(3), nucleus.Centre, 0.5 * nucleus.RadiusY, (1.5, 2.4), (0.3, 0.5)),
            Granules =
            [
                .. Spots(random, 3 + random.NextInt(6), centre, 0.8 * Math.Min(body.RadiusY, body.RadiusX), (0.8, 1.4), (0.08, 0.2))
                    .Where(spot => nucleus.Depth(spot.Centre) > 1.1),
            ],
            Mitochondria = interior.Mitochondria(random),
            StressFibres = interior.StressFibres(random),
            Microtubules = interior.Microtubules(random),
        };
    }

    /// <summary>Cells all over a field and across its borders; they may touch, but never lie on each other's nuclei.</summary>
    public static IReadOnlyList<SimulatedCell> Scatter(SampleRandom random, int height, int width)
    {
        const double margin = 24, area = 1900;
        var wanted = (int)Math.Ceiling((height + (2 * margin)) * (width + (2 * margin)) / (area * random.Uniform(1.1, 1.9)));
        var cells = new List<SimulatedCell>();
        for (var trial = 0; trial < 30 * wanted && cells.Count < wanted; trial++)
        {
            var centre = new Point(random.Uniform(-margin, height + margin), random.Uniform(-margin, width + margin));
            // Filaments are drawn only for cells that find room.
            if (cells.TrueForAll(cell => cell.Body.Centre.DistanceTo(centre) > 38) && Make(random, centre) is var made && cells.TrueForAll(made.HasRoomBeside))
                cells.Add(made);
        }

        return cells;
    }

    private bool HasRoomBeside(SimulatedCell other)
    {
        const double mostOverlap = 0.85;
        var distance = Body.Centre.DistanceTo(other.Body.Centre);
        return distance > mostOverlap * (Body.Reach + other.Body.Reach)
            && Body.Centre.DistanceTo(other.Nucleus.Centre) > Body.Reach + other.Nucleus.Reach
            && other.Body.Centre.DistanceTo(Nucleus.Centre) > other.Body.Reach + Nucleus.Reach;
    }

    private static Spot[] Spots(
        SampleRandom random, int count, Point centre, double radius, (double Least, double Most) sigma, (double Least, double Most) height) =>
        [.. Enumerable.Range(0, count).Select(_ => new Spot(Around(random, centre, radius), random.Uniform(sigma.Least, sigma.Most), random.Uniform(height.Least, height.Most)))];

    private static Point Around(SampleRandom random, Point centre, double radius) =>
        centre.Towards(random.Uniform(0, 2 * Math.PI), radius * Math.Sqrt(random.NextDouble()));
}
