namespace Luciole.Checkpoints;

/// <summary>Figures of a tensor's values, summed in double precision.</summary>
/// <param name="Sum">Sum of the values.</param>
/// <param name="L2">Square root of the sum of squares.</param>
/// <param name="Smallest">Smallest value, NaN for an empty tensor.</param>
/// <param name="Largest">Largest value, NaN for an empty tensor.</param>
/// <param name="NotFinite">How many values are NaN or infinite.</param>
public readonly record struct TensorStatistics(double Sum, double L2, double Smallest, double Largest, long NotFinite);
