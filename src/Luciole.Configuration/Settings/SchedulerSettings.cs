namespace Luciole.Configuration;

/// <summary>How the learning rate changes.</summary>
public sealed record SchedulerSettings
{
    /// <summary><c>TRAIN.LR_SCHEDULER.NAME</c></summary>
    public SchedulerType Type { get; init; } = SchedulerType.None;

    /// <summary><c>TRAIN.LR_SCHEDULER.MIN_LR</c></summary>
    public double? MinLearningRate { get; init; }

    /// <summary><c>TRAIN.LR_SCHEDULER.REDUCEONPLATEAU_FACTOR</c></summary>
    public double PlateauFactor { get; init; } = 0.5;

    /// <summary><c>TRAIN.LR_SCHEDULER.REDUCEONPLATEAU_PATIENCE</c></summary>
    public int PlateauPatience { get; init; } = -1;

    /// <summary><c>TRAIN.LR_SCHEDULER.WARMUP_COSINE_DECAY_EPOCHS</c></summary>
    public int WarmupEpochs { get; init; } = -1;
}
