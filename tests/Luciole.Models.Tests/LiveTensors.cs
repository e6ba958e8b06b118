using Luciole.Torch;

namespace Luciole.Models.Tests;

internal static class LiveTensors
{
    /// <summary>Tensor handles alive, after those that other tests left to the collector are gone.</summary>
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.AliveCount;
    }
}
