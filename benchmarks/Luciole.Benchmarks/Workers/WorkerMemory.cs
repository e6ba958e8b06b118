namespace Luciole.Benchmarks.Workers;

/// <summary>The answer about memory.</summary>
/// <param name="Bytes">The largest resident size of the process so far.</param>
/// <param name="Allocated">The most that tensors on a GPU took at a time, in bytes; null on the processor.</param>
/// <param name="Reserved">The most that libtorch's allocator held of the GPU, in bytes; null on the processor.</param>
internal sealed record WorkerMemory(long Bytes, long? Allocated = null, long? Reserved = null);
