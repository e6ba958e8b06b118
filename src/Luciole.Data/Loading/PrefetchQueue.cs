using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Luciole.Data.Loading;

/// <summary>Lets one background thread make the next items of a sequence while the present one is used.</summary>
public static class PrefetchQueue
{
    /// <summary>
    /// The same items in the same order, made at most <paramref name="ahead"/> ahead. A failure is thrown where its item would have
    /// come. Leaving the loop early stops the thread.
    /// </summary>
    public static IEnumerable<T> Run<T>(IEnumerable<T> items, int ahead)
    {
        if (ahead < 1)
            return items;
        return Iterate(items, ahead);
    }

    private static IEnumerable<T> Iterate<T>(IEnumerable<T> items, int ahead)
    {
        using var stop = new CancellationTokenSource();
        using var queue = new BlockingCollection<T>(ahead);
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() => failure = Fill(items, queue, stop.Token)) { IsBackground = true, Name = "Luciole prefetch" };
        thread.Start();
        try
        {
            foreach (var item in queue.GetConsumingEnumerable(CancellationToken.None))
                yield return item;
        }
        finally
        {
            stop.Cancel();
            thread.Join();
        }

        failure?.Throw();
    }

    private static ExceptionDispatchInfo? Fill<T>(IEnumerable<T> items, BlockingCollection<T> queue, CancellationToken stop)
    {
        try
        {
            foreach (var item in items)
                queue.Add(item, stop);
            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            queue.CompleteAdding();
        }
    }
}
