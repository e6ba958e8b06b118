namespace Luciole.Kernels.Memory;

/// <summary>A block of a <see cref="WorkspacePool"/>, given back when disposed.</summary>
public sealed unsafe class Workspace : IDisposable
{
    private readonly WorkspacePool _pool;
    private readonly long _bytes;

    internal Workspace(WorkspacePool pool, float* address, long bytes)
    {
        _pool = pool;
        _bytes = bytes;
        Address = address;
    }

    /// <summary>The first float, at the start of a cache line; null after disposal.</summary>
    public float* Address { get; private set; }

    /// <summary>Gives the block back.</summary>
    public void Dispose()
    {
        if (Address == null)
            return;
        _pool.Return(Address, _bytes);
        Address = null;
    }
}
