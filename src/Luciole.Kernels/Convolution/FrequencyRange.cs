namespace Luciole.Kernels.Convolution;

/// <summary>Frequencies in a row.</summary>
/// <param name="First">The first.</param>
/// <param name="End">The one after the last.</param>
internal readonly record struct FrequencyRange(int First, int End);
