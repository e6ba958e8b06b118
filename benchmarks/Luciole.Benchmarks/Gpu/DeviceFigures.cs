using Luciole.Benchmarks.Comparison;
using Luciole.Benchmarks.Workers;

namespace Luciole.Benchmarks.Gpu;

/// <summary>What one side's work on a device needed.</summary>
/// <param name="Runs">Seconds of a step or a batch, one for each timed run.</param>
/// <param name="Memory">The memory at most.</param>
/// <param name="FirstLoss">The loss of the first step, in training.</param>
/// <param name="Output">What was predicted, in prediction.</param>
internal sealed record DeviceFigures(IReadOnlyList<double> Runs, WorkerMemory Memory, double? FirstLoss, float[]? Output)
{
    /// <summary>The median of the runs.</summary>
    public double Seconds => Statistics.Median(Runs);

    /// <summary>The most that tensors took: on a GPU of the device, else of the process.</summary>
    public long Bytes => Memory.Allocated ?? Memory.Bytes;

    /// <summary>How far results are from another side's: first losses relative, outputs relative to the largest.</summary>
    public double DeviationFrom(DeviceFigures other)
    {
        if (FirstLoss is { } mine && other.FirstLoss is { } theirs)
            return Math.Abs(mine - theirs) / Math.Abs(theirs);
        if (Output is null || other.Output is null || Output.Length != other.Output.Length)
            return double.NaN;
        var (largest, difference) = (0.0, 0.0);
        for (var i = 0; i < Output.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs((double)other.Output[i]));
            difference = Math.Max(difference, Math.Abs((double)Output[i] - other.Output[i]));
        }

        return difference / largest;
    }
}
