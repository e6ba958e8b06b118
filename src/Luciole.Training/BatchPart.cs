namespace Luciole.Training;

/// <summary>Which samples of a batch that ranks share are here.</summary>
/// <param name="First">The first one's place in the whole batch, from 0.</param>
/// <param name="Whole">Samples of the whole batch.</param>
public readonly record struct BatchPart(int First, int Whole);
