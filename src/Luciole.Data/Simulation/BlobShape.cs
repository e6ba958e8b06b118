using Luciole.Data.RandomStreams;

namespace Luciole.Data.Simulation;

/// <summary>An ellipse with a wavy outline, every ray from its centre crossing the outline once.</summary>
internal sealed class BlobShape
{
    private readonly double _cosine;
    private readonly double _sine;
    private readonly double _wave2;
    private readonly double _wave3;
    private readonly double _phase2;
    private readonly double _phase3;

    public BlobShape(SampleRandom random, Point centre, double radiusY, double radiusX, double waviness)
    {
        (Centre, RadiusY, RadiusX) = (centre, radiusY, radiusX);
        var angle = random.Uniform(0, Math.PI);
        (_sine, _cosine) = Math.SinCos(angle);
        _wave2 = random.Uniform(0, waviness);
        _wave3 = random.Uniform(0, waviness);
        _phase2 = random.Uniform(0, 2 * Math.PI);
        _phase3 = random.Uniform(0, 2 * Math.PI);
    }

    public Point Centre { get; }

    public double RadiusY { get; }

    public double RadiusX { get; }

    /// <summary>No point of the outline is farther from the centre.</summary>
    public double Reach => Math.Max(RadiusY, RadiusX) * (1 + _wave2 + _wave3);

    /// <summary>0 at the centre, 1 on the outline, more outside; in proportion to the distance along each ray from the centre.</summary>
    public double Depth(Point point)
    {
        double dy = point.Y - Centre.Y, dx = point.X - Centre.X;
        double u = ((_cosine * dy) + (_sine * dx)) / RadiusY, v = ((_cosine * dx) - (_sine * dy)) / RadiusX;
        var radius = Math.Sqrt((u * u) + (v * v));
        var angle = Math.Atan2(u, v);
        return radius / (1 + (_wave2 * Math.Cos((2 * angle) + _phase2)) + (_wave3 * Math.Cos((3 * angle) + _phase3)));
    }

    /// <summary>The point in a direction from the centre whose <see cref="Depth"/> is this.</summary>
    public Point At(double direction, double depth) => Centre.Towards(direction, depth / Depth(Centre.Towards(direction, 1)));

    /// <summary>Pixels to the outline along the ray from the centre, negative outside; <paramref name="depth"/> is that of the point.</summary>
    public double Inset(Point point, double depth)
    {
        var distance = point.DistanceTo(Centre);
        return distance > 0 ? distance * ((1 / depth) - 1) : Math.Min(RadiusY, RadiusX);
    }
}
