namespace Luciole.Workflows;

/// <summary>How many threads load and augment images (<c>SYSTEM.NUM_WORKERS</c>).</summary>
internal static class LoaderThreads
{
    private const int Most = 5;
    private const int MostForGpu = 32;
    private const int CoresPerThread = 4;

    /// <summary>
    /// The number asked for, at most one a sample; -1 chooses. A GPU leaves the cores to the loader: all but one, at most 32. On the CPU
    /// each loading thread takes time from the training's own threads, and one of them feeds about four cores: one for each four cores, at most five.
    /// </summary>
    /// <param name="requested">The number, 0 for none beside the training thread, or -1.</param>
    /// <param name="samples">Training samples.</param>
    /// <param name="cores">Physical cores.</param>
    /// <param name="onGpu">Whether the network is computed on a GPU.</param>
    public static int Count(int requested, int samples, int cores, bool onGpu) => requested >= 0
        ? Math.Min(requested, samples)
        : Math.Min(onGpu ? Math.Clamp(cores - 1, 1, MostForGpu) : Math.Clamp(cores / CoresPerThread, 1, Most), samples);
}
