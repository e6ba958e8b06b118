namespace Luciole.Data.Simulation;

/// <summary>A small Gaussian spot.</summary>
/// <param name="Y">Row of its centre.</param>
/// <param name="X">Column of its centre.</param>
/// <param name="Sigma">Its size.</param>
/// <param name="Height">Its optical thickness.</param>
internal readonly record struct Spot(double Y, double X, double Sigma, double Height);
