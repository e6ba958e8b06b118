namespace Luciole.Evaluation;

/// <summary>Lets work begin as long as what is under way together fits into a share of the memory; one piece always may.</summary>
/// <param name="bytes">The share.</param>
public sealed class MemoryShare(long bytes) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _freed = new(0);
    private long _used;
    private int _waiting;

    /// <summary>The share in bytes.</summary>
    public long Bytes => bytes;

    /// <summary>Half of what the machine, or its container, has.</summary>
    public static MemoryShare OfMachine() => new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);

    /// <summary>Waits until the piece fits; disposing gives its memory back.</summary>
    /// <param name="needed">The piece in bytes.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IDisposable Take(long needed, CancellationToken stop)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_used == 0 || _used + needed <= bytes)
                {
                    _used += needed;
                    return new Taken(this, needed);
                }

                _waiting++;
            }

            _freed.Wait(stop);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _freed.Dispose();

    private void Give(long needed)
    {
        lock (_lock)
        {
            _used -= needed;
            if (_waiting > 0)
                _freed.Release(_waiting);
            _waiting = 0;
        }
    }

    private sealed class Taken(MemoryShare owner, long needed) : IDisposable
    {
        public void Dispose() => owner.Give(needed);
    }
}
