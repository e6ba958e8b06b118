namespace Luciole.Benchmarks.Workers;

/// <summary>The answer to a go.</summary>
/// <param name="Seconds">Seconds on the clock.</param>
/// <param name="Split">Seconds by kind of layer in the forward pass, and of the other parts of a training step.</param>
/// <param name="Loss">The loss of a training step; on a device that of the first one.</param>
internal sealed record WorkDone(double Seconds, IReadOnlyDictionary<string, double> Split, double? Loss = null);
