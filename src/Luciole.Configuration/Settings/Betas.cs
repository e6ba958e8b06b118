namespace Luciole.Configuration;

/// <summary>Decay rates of the first and second moment, each in [0, 1).</summary>
/// <param name="First">Of the gradient.</param>
/// <param name="Second">Of its square.</param>
public readonly record struct Betas(double First, double Second);
