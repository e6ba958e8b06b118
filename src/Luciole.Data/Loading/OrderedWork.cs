using Luciole.Files;

namespace Luciole.Data.Loading;

/// <summary>
/// Work that several threads share and that is handed out in order: numbered groups of items, a few groups ahead of the one in use.
/// What comes out does not depend on the number of threads.
/// </summary>
/// <typeparam name="T">What a group's items are put into. Several threads fill the same one, each another item.</typeparam>
/// <param name="groupSizes">Items of each group, at least one.</param>
/// <param name="begin">Starts a group; called once for each.</param>
/// <param name="fill">Makes one item of a group.</param>
internal sealed class OrderedWork<T>(IReadOnlyList<int> groupSizes, Func<int, T> begin, Action<T, int, int> fill)
{
    /// <summary>
    /// The finished groups in order. A failure is thrown where its group would have come: that of the group's first failing item. Leaving
    /// the loop early, or a cancellation, which ends the sequence, waits until no thread is at work any more.
    /// </summary>
    /// <param name="workers">Threads; 0 makes everything in the calling thread when it is asked for.</param>
    /// <param name="ahead">Groups that may be ready or in work while one is used, at least 1.</param>
    /// <param name="cancellation">Ends the sequence.</param>
    public IEnumerable<T> Run(int workers, int ahead, CancellationToken cancellation = default) =>
        workers < 1 ? InCallingThread(cancellation) : InThreads(workers, Math.Max(1, ahead), cancellation);

    private IEnumerable<T> InCallingThread(CancellationToken cancellation)
    {
        for (var group = 0; group < groupSizes.Count; group++)
        {
            if (cancellation.IsCancellationRequested)
                yield break;
            var value = begin(group);
            for (var item = 0; item < groupSizes[group]; item++)
                fill(value, group, item);
            yield return value;
        }
    }

    private IEnumerable<T> InThreads(int workers, int ahead, CancellationToken cancellation)
    {
        var state = new OrderedWorkState<T>(groupSizes, begin, ahead);
        using var registration = cancellation.Register(state.Stop);
        var threads = new List<Thread>();
        try
        {
            while (threads.Count < workers)
                threads.Add(Start(state, threads.Count + 1));
            while (state.TryTake(out var value))
                yield return value;
        }
        finally
        {
            state.Stop();
            foreach (var thread in threads)
                thread.Join();
        }
    }

    private Thread Start(OrderedWorkState<T> state, int number)
    {
        var thread = new Thread(() => Work(state)) { IsBackground = true, Name = $"Luciole loader {number}" };
        thread.Start();
        return thread;
    }

    private void Work(OrderedWorkState<T> state)
    {
        // Batches are made ahead: whoever computes on the last one has the first claim to the cores.
        Niceness.LetOthersGoFirst();
        while (state.TryClaim(out var group, out var item))
        {
            Exception? failure = null;
            try
            {
                fill(group.Value, group.Number, item);
            }
            catch (Exception e)
            {
                failure = e;
            }

            state.Finish(group, item, failure);
        }
    }
}
