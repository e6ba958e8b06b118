namespace Luciole.Configuration;

/// <summary>Overlap of neighbouring patches as a fraction of the patch, in [0, 1).</summary>
/// <param name="Y">Along the rows' axis (down).</param>
/// <param name="X">Along the columns' axis (right).</param>
public readonly record struct Overlap(double Y, double X);
