namespace Luciole.Kernels.Memory;

/// <summary>Scratch memory of its own for every thread of a team.</summary>
internal sealed unsafe class ThreadScratch : IDisposable
{
    private readonly Workspace _memory;
    private readonly nint _floats;

    /// <summary>So many floats for each of so many threads.</summary>
    public ThreadScratch(WorkspacePool workspaces, int threads, long floats)
    {
        // Two pages apart, or the threads' hot lines would compete for the same places in shared caches.
        _floats = (nint)((floats + 1023) / 1024 * 1024) + 1040;
        _memory = workspaces.Rent(threads * (long)_floats);
    }

    /// <summary>A thread's own.</summary>
    public float* Of(int worker) => _memory.Address + (worker * _floats);

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
