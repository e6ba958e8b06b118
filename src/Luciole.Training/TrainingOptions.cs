using Luciole.Metrics;

namespace Luciole.Training;

/// <summary>How long and how to train.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training set.</summary>
    public required int Epochs { get; init; }

    /// <summary>The learning rate over time.</summary>
    public required LearningRateSchedule Schedule { get; init; }

    /// <summary>Batches whose gradients are averaged for one step of the optimiser.</summary>
    public int AccumulateBatches { get; init; } = 1;

    /// <summary>Epochs without a better validation loss after which training stops; null: never.</summary>
    public int? Patience { get; init; }

    /// <summary>
    /// Time after which training ends even if epochs are left; the schedule then runs by the clock where that is ahead of the epochs,
    /// so that the learning rate has come down when the time is over. Null: no limit.
    /// </summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>What is measured beside the loss: any of <c>psnr</c>, <c>mae</c>, <c>mse</c>, <c>ssim</c>.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>How PSNR and SSIM bring values to one scale.</summary>
    public MetricScale MetricScale { get; init; } = MetricScale.TargetRange;

    /// <summary>The norm that the gradients of one step are scaled down to, all parameters together; null: never.</summary>
    public double? ClipGradientNorm { get; init; }

    /// <summary>How steps are computed.</summary>
    public StepOptions Step { get; init; } = new();
}
