using System.Diagnostics;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Profiling;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>A forward pass in evaluation.</summary>
internal sealed class PredictionWork : NetworkWork
{
    public PredictionWork(WorkOrder order)
        : base(order) => Model.Eval();

    /// <inheritdoc/>
    public override WorkDone Go()
    {
        Keep(null);
        using var noGrad = new NoGradScope();
        var start = Stopwatch.GetTimestamp();
        using var clock = new LayerClock();
        using var scope = new TensorScope();
        var (prediction, _) = Forward();
        Keep(prediction);
        scope.Dispose();
        clock.Dispose();
        return new WorkDone(Since(start), Split(clock));
    }
}
