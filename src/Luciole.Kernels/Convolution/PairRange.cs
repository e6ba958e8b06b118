namespace Luciole.Kernels.Convolution;

/// <summary>Pairs of tiles in a row.</summary>
/// <param name="First">The first pair.</param>
/// <param name="Count">How many.</param>
internal readonly record struct PairRange(int First, int Count);
