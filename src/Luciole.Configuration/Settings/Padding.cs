namespace Luciole.Configuration;

/// <summary>Pixels at each side of a patch that its neighbours cover too.</summary>
/// <param name="Y">Along the rows' axis (down).</param>
/// <param name="X">Along the columns' axis (right).</param>
public readonly record struct Padding(int Y, int X);
