using Luciole.Data.RandomStreams;

namespace Luciole.Data.Simulation;

/// <summary>Fills the cytoplasm of a cell with filaments.</summary>
/// <param name="body">The outline of the cell.</param>
/// <param name="nucleus">The outline of the nucleus.</param>
internal sealed class CellInterior(BlobShape body, BlobShape nucleus)
{
    /// <summary>A network of short threads, denser near the nucleus, some of them branched.</summary>
    public IReadOnlyList<Filament> Mitochondria(SampleRandom random)
    {
        var growth = new FilamentGrowth(random, persistence: 9, Cytoplasm(gap: 1.5, depth: 0.85));
        var threads = new List<Filament>();
        var wanted = 12 + random.NextInt(8);
        for (var i = 0; i < wanted; i++)
        {
            var direction = random.Uniform(0, 2 * Math.PI);
            Point inner = nucleus.At(direction, 1.2), outer = body.At(random.Uniform(-0.2, 0.2) + direction, 0.8);
            var part = Math.Pow(random.NextDouble(), 1.5);
            var start = new Point(inner.Y + (part * (outer.Y - inner.Y)), inner.X + (part * (outer.X - inner.X)));
            var strength = Math.Exp(0.2 * random.Normal());
            Add(growth.Grow(start, random.Uniform(0, 2 * Math.PI), random.Uniform(7, 20)), strength);
            if (threads.Count > 0 && random.Chance(0.4))
            {
                var fork = threads[^1].Points[random.NextInt(threads[^1].Points.Count)];
                Add(growth.Grow(fork, random.Uniform(0, 2 * Math.PI), random.Uniform(4, 9)), strength);
            }
        }

        return threads;

        void Add(IReadOnlyList<Point> points, double strength)
        {
            if (points.Count > 3)
                threads.Add(new Filament(points, strength));
        }
    }

    /// <summary>Bundles of actin that cross the cell nearly straight and in parallel, below the nucleus too.</summary>
    public IReadOnlyList<Filament> StressFibres(SampleRandom random)
    {
        var direction = random.Uniform(0, Math.PI);
        var fibres = new List<Filament>();
        var wanted = 5 + random.NextInt(5);
        var halfWidth = 0.75 * Math.Min(body.RadiusY, body.RadiusX);
        for (var i = 0; i < wanted; i++)
        {
            var middle = body.Centre.Towards(direction + (Math.PI / 2), halfWidth * (((i + random.NextDouble()) * 2 / wanted) - 1))
                .Towards(direction, random.Uniform(-6, 6));
            var along = direction + (0.1 * random.Normal());
            var growth = new FilamentGrowth(random, persistence: 1500, point => body.Depth(point) < 0.96) { Detours = 0 };
            var (forth, back) = (growth.Grow(middle, along, random.Uniform(15, 40)), growth.Grow(middle, along + Math.PI, random.Uniform(15, 40)));
            if (forth.Count + back.Count > 12)
                fibres.Add(new Filament([.. back.Skip(1).Reverse(), .. forth], 0.8 * Math.Exp(0.25 * random.Normal())));
        }

        return fibres;
    }

    /// <summary>Filaments that radiate from the centrosome beside the nucleus and bend around it towards the cell's edge.</summary>
    public IReadOnlyList<Filament> Microtubules(SampleRandom random)
    {
        var side = random.Uniform(0, 2 * Math.PI);
        var centrosome = nucleus.At(side, 1).Towards(side, 3);
        var growth = new FilamentGrowth(random, persistence: 60, Cytoplasm(gap: 0.5, depth: 0.96));
        var wanted = 30 + random.NextInt(14);
        return
        [
            .. Enumerable.Range(0, wanted)
                .Select(i => growth.Grow(centrosome, side + (2 * Math.PI * (i + random.NextDouble()) / wanted), random.Uniform(20, 75)))
                .Where(points => points.Count > 5)
                .Select(points => new Filament(points, Math.Exp(0.15 * random.Normal()))),
        ];
    }

    // Between a gap around the nucleus, in pixels, and a depth in the body.
    private Func<Point, bool> Cytoplasm(double gap, double depth) =>
        point => body.Depth(point) < depth && nucleus.Inset(point, nucleus.Depth(point)) < -gap;
}
