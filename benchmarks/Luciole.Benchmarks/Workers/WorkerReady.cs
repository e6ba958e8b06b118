namespace Luciole.Benchmarks.Workers;

/// <summary>The answer to an order.</summary>
/// <param name="Version">libtorch's version.</param>
/// <param name="Threads">The threads that were set.</param>
/// <param name="Names">A checksum of the tensors' names and shapes: equal on both sides when the networks are laid out alike.</param>
/// <param name="LeftOut">What a style wants and this machine has not, each with the reason.</param>
internal sealed record WorkerReady(string Version, int Threads, string Names, IReadOnlyList<string>? LeftOut = null);
