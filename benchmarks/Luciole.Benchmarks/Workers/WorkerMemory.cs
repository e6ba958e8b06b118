namespace Luciole.Benchmarks.Workers;

/// <summary>The answer about memory.</summary>
/// <param name="Bytes">The largest resident size of the process so far.</param>
internal sealed record WorkerMemory(long Bytes);
