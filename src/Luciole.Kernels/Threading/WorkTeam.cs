using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Luciole.Kernels.Threading;

/// <summary>
/// A fixed number of threads, the caller's among them, that share out the parts of a piece of work. Between pieces the others spin for
/// some microseconds and then sleep, so that they cost nothing while libtorch or the loader has the cores.
/// </summary>
public sealed class WorkTeam : IDisposable
{
    private const int SpinRounds = 2000;

    private readonly Lock _oneAtATime = new();
    private readonly SemaphoreSlim[] _wake;
    private readonly Thread[] _threads;
    private readonly int[] _asleep;
    private Action<int, int>? _work;
    private int _parts;
    private int _next;
    private int _generation;
    private int _finished;
    private bool _ended;
    private ExceptionDispatchInfo? _failure;

    /// <summary>A team of <paramref name="size"/> threads: the caller's and <paramref name="size"/> - 1 of its own.</summary>
    public WorkTeam(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        _wake = new SemaphoreSlim[size - 1];
        _asleep = new int[size - 1];
        _threads = new Thread[size - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var index = i;
            _wake[i] = new SemaphoreSlim(0);
            _threads[i] = new Thread(() => Serve(index)) { IsBackground = true, Name = $"luciole compute {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads in the team.</summary>
    public int Size { get; }

    /// <summary>
    /// Calls <paramref name="work"/> once for every part from 0 to <paramref name="parts"/> - 1, with the number of the thread that
    /// runs it (0 is the caller's), and returns when all are done. Threads take the next part as they become free. The first exception of
    /// a part ends the rest and is thrown here. A call from within a part, or while another thread uses the team, runs on its own thread.
    /// </summary>
    public void Run(int parts, Action<int, int> work)
    {
        if (parts <= 0)
            return;
        if (parts == 1 || Size == 1 || _oneAtATime.IsHeldByCurrentThread || !_oneAtATime.TryEnter())
        {
            for (var part = 0; part < parts; part++)
                work(part, 0);
            return;
        }

        try
        {
            _work = work;
            _parts = parts;
            _next = 0;
            _finished = 0;
            _failure = null;
            Interlocked.Increment(ref _generation);
            for (var i = 0; i < _threads.Length; i++)
            {
                if (Interlocked.Exchange(ref _asleep[i], 0) == 1)
                    _wake[i].Release();
            }

            Take(0);
            var spin = new SpinWait();
            while (Volatile.Read(ref _finished) < _threads.Length)
                spin.SpinOnce(sleep1Threshold: -1);
            _work = null;
            _failure?.Throw();
        }
        finally
        {
            _oneAtATime.Exit();
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        lock (_oneAtATime)
        {
            if (_ended)
                return;
            Volatile.Write(ref _ended, true);
            Interlocked.Increment(ref _generation);
            foreach (var wake in _wake)
                wake.Release();
            foreach (var thread in _threads)
                thread.Join();
            foreach (var wake in _wake)
                wake.Dispose();
        }
    }

    private void Take(int worker)
    {
        var (work, parts) = (_work!, _parts);
        try
        {
            while (true)
            {
                var part = Interlocked.Increment(ref _next) - 1;
                if (part >= parts)
                    return;
                work(part, worker);
            }
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
            Volatile.Write(ref _next, parts);
        }
    }

    private void Serve(int index)
    {
        var seen = 0;
        while (true)
        {
            WaitBeyond(seen, index);
            seen = Volatile.Read(ref _generation);
            if (Volatile.Read(ref _ended))
                return;
            Take(index + 1);
            Interlocked.Increment(ref _finished);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WaitBeyond(int seen, int index)
    {
        for (var i = 0; i < SpinRounds; i++)
        {
            if (Volatile.Read(ref _generation) != seen)
                return;
            Thread.SpinWait(4);
        }

        // Declares itself asleep, then looks once more: whoever finds the mark wakes it, and nobody else does.
        Interlocked.Exchange(ref _asleep[index], 1);
        if (Volatile.Read(ref _generation) != seen && Interlocked.Exchange(ref _asleep[index], 0) == 1)
            return;
        _wake[index].Wait();
    }
}
