namespace Luciole.Data.Simulation;

/// <summary>A small Gaussian spot.</summary>
/// <param name="Centre">Where it lies.</param>
/// <param name="Sigma">Its size in pixels.</param>
/// <param name="Height">Its optical thickness.</param>
internal readonly record struct Spot(Point Centre, double Sigma, double Height)
{
    /// <summary>1 in the centre, falling off as a Gaussian.</summary>
    public double Profile(Point point)
    {
        double dy = point.Y - Centre.Y, dx = point.X - Centre.X;
        return Math.Exp(-((dy * dy) + (dx * dx)) / (2 * Sigma * Sigma));
    }
}
