namespace Luciole.Data.Simulation;

/// <summary>A place in the field, in pixels.</summary>
/// <param name="Y">Row.</param>
/// <param name="X">Column.</param>
internal readonly record struct Point(double Y, double X)
{
    public double DistanceTo(Point other) => Math.Sqrt(((Y - other.Y) * (Y - other.Y)) + ((X - other.X) * (X - other.X)));

    /// <summary>The point at a distance in a direction; 0 points along the row, π/2 down the column.</summary>
    public Point Towards(double direction, double distance) => new(Y + (distance * Math.Sin(direction)), X + (distance * Math.Cos(direction)));
}
