namespace Luciole.Data.Simulation;

/// <summary>A thin curved structure.</summary>
/// <param name="Points">Its course, about a pixel apart.</param>
/// <param name="Strength">How much of it there is per pixel of length, about 1.</param>
internal sealed record Filament(IReadOnlyList<Point> Points, double Strength)
{
    /// <summary>Length in pixels.</summary>
    public double Length => Points.Zip(Points.Skip(1), (a, b) => a.DistanceTo(b)).Sum();
}
