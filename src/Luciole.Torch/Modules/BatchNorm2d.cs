using Luciole.Torch.Autograd;
using Luciole.Torch.Distributed;
using Luciole.Torch.Profiling;

namespace Luciole.Torch.Modules;

/// <summary>Batch normalisation of <c>[N, C, H, W]</c>: epsilon 1e-5, momentum 0.1, running variance unbiased.</summary>
public sealed class BatchNorm2d : Module
{
    private const double Epsilon = 1e-5;
    private const double Momentum = 0.1;

    /// <summary>For <paramref name="channels"/> channels.</summary>
    public BatchNorm2d(long channels)
    {
        Weight = AddParameter("weight", Tensor.Ones([channels]));
        Bias = AddParameter("bias", Tensor.Zeros([channels]));
        RunningMean = AddBuffer("running_mean", Tensor.Zeros([channels]));
        RunningVariance = AddBuffer("running_var", Tensor.Ones([channels]));
        BatchesTracked = AddBuffer("num_batches_tracked", Tensor.Zeros([], ScalarType.Int64));
    }

    /// <summary>Scale, <c>[C]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>Shift, <c>[C]</c>.</summary>
    public Tensor Bias { get; }

    /// <summary>Running mean, <c>[C]</c>.</summary>
    public Tensor RunningMean { get; }

    /// <summary>Running variance, <c>[C]</c>.</summary>
    public Tensor RunningVariance { get; }

    /// <summary>Batches seen in training, one integer.</summary>
    public Tensor BatchesTracked { get; }

    /// <summary>The ranks whose batches count as one in training, or null: this one's alone.</summary>
    public SynchronizedStatistics? Synchronization { get; set; }

    /// <summary>Normalises with the batch's statistics in training, with the running ones in evaluation.</summary>
    public Tensor Forward(Tensor input)
    {
        using var section = LayerClock.Measure(LayerKind.NormalizationAndActivation);
        CountBatch();
        if (IsTraining && Synchronization is not null)
            return Synchronized(input);
        return Functional.BatchNorm(input, Weight, Bias, Running(RunningMean), Running(RunningVariance), IsTraining, Momentum, Epsilon);
    }

    /// <summary>max(0, x) of the same; may write over the input.</summary>
    public Tensor ForwardReluInPlace(Tensor input)
    {
        using var section = LayerClock.Measure(LayerKind.NormalizationAndActivation);
        CountBatch();
        if (IsTraining && Synchronization is not null)
            return Synchronization.NormalizeRelu(input, Weight, Bias, Running(RunningMean), Running(RunningVariance), Momentum, Epsilon);

        return Functional.BatchNormReluInPlace(input, Weight, Bias, Running(RunningMean), Running(RunningVariance), IsTraining, Momentum, Epsilon);
    }

    /// <summary>The factor and summand of each channel, in evaluation, for a map that <paramref name="bias"/> is yet to be added to.</summary>
    internal (Tensor Scale, Tensor Shift) Folded(Tensor bias)
    {
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        var scale = Weight / (RunningVariance + Epsilon).Sqrt();
        return (scope.Keep(scale), scope.Keep(Bias + ((bias - RunningMean) * scale)));
    }

    private Tensor Synchronized(Tensor input) =>
        Synchronization!.Normalize(input, Weight, Bias, Running(RunningMean), Running(RunningVariance), Momentum, Epsilon);

    // A batch that is computed once more was counted already.
    private bool IsCounted => IsTraining && !Recomputed.IsRunning;

    private Tensor? Running(Tensor statistic) => IsTraining && !IsCounted ? null : statistic;

    private void CountBatch()
    {
        if (!IsCounted)
            return;
        using var one = Tensor.Scalar(1, ScalarType.Int64, BatchesTracked.Device);
        BatchesTracked.AddInPlace(one, 1);
    }
}
