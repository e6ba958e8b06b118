using Luciole.Data.RandomStreams;

namespace Luciole.Data.Simulation;

/// <summary>
/// Lets filaments grow pixel by pixel as worm-like chains: the direction diffuses, so that it is forgotten over the persistence
/// length, and where the way is barred they turn aside as far as they may.
/// </summary>
/// <param name="random">Draws the bends.</param>
/// <param name="persistence">Pixels over which the direction is forgotten.</param>
/// <param name="isOpen">Where a filament may lie.</param>
internal sealed class FilamentGrowth(SampleRandom random, double persistence, Func<Point, bool> isOpen)
{
    private const double DetourAngle = Math.PI / 12;

    /// <summary>How often 15° are tried to either side where the way is barred, before growth ends.</summary>
    public int Detours { get; init; } = 6;

    /// <summary>The course from a point on, at most so many pixels long; nothing when the point itself is barred.</summary>
    public IReadOnlyList<Point> Grow(Point start, double direction, double length)
    {
        if (!isOpen(start))
            return [];
        var points = new List<Point> { start };
        while (points.Count <= length)
        {
            // On a plane the squared angle grows by 2 / persistence in each pixel.
            direction += Math.Sqrt(2 / persistence) * random.Normal();
            if (OpenDirection(points[^1], direction) is not { } open)
                break;
            direction = open;
            points.Add(points[^1].Towards(direction, 1));
        }

        return points;
    }

    private double? OpenDirection(Point from, double direction)
    {
        if (isOpen(from.Towards(direction, 1)))
            return direction;
        for (var detour = 1; detour <= Detours; detour++)
        {
            foreach (var turned in new[] { direction + (detour * DetourAngle), direction - (detour * DetourAngle) })
            {
                if (isOpen(from.Towards(turned, 1)))
                    return turned;
            }
        }

        return null;
    }
}
