using System.Diagnostics;
using Luciole.Torch;
using Luciole.Torch.Runtime;
using Luciole.Training;

namespace Luciole.Benchmarks.Workers;

/// <summary>
/// One epoch of a training whose middle is timed: the device is waited for at the beginning and at the end of the timed steps and nowhere
/// between. A loop that asks for batches ahead does so at both ends.
/// </summary>
/// <param name="batches">Batches without an end.</param>
/// <param name="warmUp">Steps before the clock starts.</param>
/// <param name="steps">Steps that are timed.</param>
/// <param name="device">Where they are made.</param>
internal sealed class TimedBatches(IEnumerable<Batch> batches, int warmUp, int steps, Device device) : IBatchSource
{
    // What is asked for ahead must be there beyond the last timed step too.
    private const int Beyond = 3;

    /// <inheritdoc/>
    public int StepsPerEpoch => warmUp + steps + Beyond;

    /// <summary>Seconds of a timed step, once the epoch is over.</summary>
    public double SecondsPerStep { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<Batch> Epoch(int epoch, int firstStep, CancellationToken cancellation)
    {
        var (step, start) = (0, 0L);
        foreach (var batch in batches.Take(StepsPerEpoch))
        {
            if (step == warmUp)
                start = Now();
            if (step == warmUp + steps)
                SecondsPerStep = Stopwatch.GetElapsedTime(start, Now()).TotalSeconds / steps;
            step++;
            yield return batch;
        }
    }

    private long Now()
    {
        TorchRuntime.Synchronize(device);
        return Stopwatch.GetTimestamp();
    }
}
