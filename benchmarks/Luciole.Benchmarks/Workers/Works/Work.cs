using System.Diagnostics;
using Luciole.Torch;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>Prepared work of Luciole's worker.</summary>
internal abstract class Work : IDisposable
{
    /// <summary>See <see cref="WorkerReady"/>.</summary>
    public virtual string Names => "";

    /// <summary>See <see cref="WorkerReady"/>.</summary>
    public virtual IReadOnlyList<string> LeftOut => [];

    /// <summary>What was computed last, for the comparison with PyTorch; null when there is nothing to compare.</summary>
    protected Tensor? Output { get; private set; }

    /// <summary>Prepares work.</summary>
    public static Work From(WorkOrder order) => order.Work switch
    {
        WorkKind.Prediction => new PredictionWork(order),
        WorkKind.Training => new TrainingWork(order),
        WorkKind.Convolution => new ConvolutionWork(order),
        WorkKind.ConvolutionBackward => new ConvolutionBackwardWork(order),
        WorkKind.Image => new ImageWork(order),
        WorkKind.DeviceTraining => new DeviceTrainingWork(order),
        WorkKind.DevicePrediction => new DevicePredictionWork(order),
        WorkKind.MatrixProduct => new MatrixWork(order),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order.Work, "not a kind of work"),
    };

    /// <summary>Does the work once.</summary>
    public abstract WorkDone Go();

    /// <summary>What the process and its device needed at most.</summary>
    public virtual WorkerMemory Memory() => new(ProcessFigures.PeakMemory());

    /// <summary>Writes what was computed last.</summary>
    public void Save(string path)
    {
        using var file = File.Create(path);
        Output?.CopyBytesTo(file);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Seconds since a timestamp.</summary>
    protected static double Since(long timestamp) => Stopwatch.GetElapsedTime(timestamp).TotalSeconds;

    /// <summary>Takes a result over and frees the one before; null only frees.</summary>
    protected void Keep(Tensor? output)
    {
        Output?.Dispose();
        Output = output is null ? null : TensorScope.Release(output);
    }

    /// <summary>Frees what the work holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Keep(null);
    }
}
