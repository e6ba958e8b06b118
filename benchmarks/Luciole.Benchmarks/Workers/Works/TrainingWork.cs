using System.Diagnostics;
using Luciole.Torch;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Profiling;
using Luciole.Training;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>A forward pass, the way back, a step of AdamW.</summary>
internal sealed class TrainingWork : NetworkWork
{
    private const double LearningRate = 1e-4;
    private const double WeightDecay = 0.01;

    private readonly Tensor _target;
    private readonly AdamW _optimizer;

    public TrainingWork(WorkOrder order)
        : base(order)
    {
        Model.Train();
        _target = Pattern.Images(Pattern.Target, Input.Shape);
        _optimizer = new AdamW([new ParameterGroup([.. Model.Parameters().Where(p => p.Tensor.RequiresGrad)], WeightDecay)], LearningRate);
    }

    /// <inheritdoc/>
    public override WorkDone Go()
    {
        using var scope = new TensorScope();
        var start = Stopwatch.GetTimestamp();
        Model.ZeroGradients();
        Tensor loss;
        Dictionary<string, double> split;
        using (var clock = new LayerClock())
        {
            var (prediction, own) = Forward();
            loss = own ?? ImageLoss.Mse.Of(prediction, _target);
            prediction.Dispose();
            clock.Dispose();
            split = Split(clock);
        }

        var backward = Stopwatch.GetTimestamp();
        loss.Backward();
        split["Backward"] = Since(backward);
        var step = Stopwatch.GetTimestamp();
        _optimizer.Step();
        split["Optimizer"] = Since(step);
        var seconds = Since(start);
        return new WorkDone(seconds, split, loss.Item());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        _optimizer.Dispose();
        _target.Dispose();
    }
}
