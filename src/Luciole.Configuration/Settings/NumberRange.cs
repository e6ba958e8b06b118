namespace Luciole.Configuration;

/// <summary>A closed range of numbers to draw from; the lower end is at most the upper.</summary>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end.</param>
public readonly record struct NumberRange(double Lower, double Upper);
