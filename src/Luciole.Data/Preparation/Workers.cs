using System.Runtime.ExceptionServices;

namespace Luciole.Data.Preparation;

/// <summary>Work on many files by all processors, which mostly wait for the file system.</summary>
internal static class Workers
{
    /// <summary>Does all of the work; the first failure or a stop ends it early and is thrown as it is.</summary>
    public static void Run(int count, Action<int> work, CancellationToken stop)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop }, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }
}
