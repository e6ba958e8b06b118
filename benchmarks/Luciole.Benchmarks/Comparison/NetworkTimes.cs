namespace Luciole.Benchmarks.Comparison;

/// <summary>What a network's work needed.</summary>
/// <param name="Times">Seconds.</param>
/// <param name="LuciolePeak">The largest resident size of Luciole's process, in bytes.</param>
/// <param name="PyTorchPeak">The same of PyTorch's.</param>
internal sealed record NetworkTimes(PairedTimes Times, long LuciolePeak, long PyTorchPeak);
