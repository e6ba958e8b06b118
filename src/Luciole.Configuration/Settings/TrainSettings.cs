namespace Luciole.Configuration;

/// <summary>The training.</summary>
public sealed record TrainSettings
{
    /// <summary><c>TRAIN.ENABLE</c></summary>
    public bool Enable { get; init; }

    /// <summary><c>TRAIN.VERBOSE</c></summary>
    public bool Verbose { get; init; }

    /// <summary><c>TRAIN.OPTIMIZER</c></summary>
    public OptimizerType Optimizer { get; init; } = OptimizerType.Sgd;

    /// <summary><c>TRAIN.LR</c></summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary><c>TRAIN.W_DECAY</c></summary>
    public double WeightDecay { get; init; } = 0.02;

    /// <summary><c>TRAIN.OPT_BETAS</c></summary>
    public Betas Betas { get; init; } = new Betas(0.9, 0.999);

    /// <summary><c>TRAIN.BATCH_SIZE</c></summary>
    public int BatchSize { get; init; } = 2;

    /// <summary><c>TRAIN.ACCUM_ITER</c></summary>
    public int AccumulationSteps { get; init; } = 1;

    /// <summary><c>TRAIN.EPOCHS</c></summary>
    public int Epochs { get; init; } = 360;

    /// <summary><c>TRAIN.PATIENCE</c></summary>
    public int Patience { get; init; } = -1;

    /// <summary><c>TRAIN.MAX_MINUTES</c></summary>
    public double? MaxMinutes { get; init; }

    /// <summary><c>TRAIN.CLIP_GRADIENT_NORM</c></summary>
    public double? ClipGradientNorm { get; init; }

    /// <summary><c>TRAIN.EMA_DECAY</c></summary>
    public double? AverageDecay { get; init; }

    /// <summary><c>TRAIN.RECOMPUTE_ACTIVATIONS</c></summary>
    public RecomputeActivations Recompute { get; init; }

    /// <summary><c>TRAIN.PRECISION</c></summary>
    public Precision Precision { get; init; }

    /// <summary><c>TRAIN.CHANNELS_LAST</c></summary>
    public AutoChoice ChannelsLast { get; init; }

    /// <summary><c>TRAIN.CUDA_GRAPH</c></summary>
    public bool CudaGraph { get; init; }

    /// <summary><c>TRAIN.SYNC_BATCH_NORM</c></summary>
    public bool SyncBatchNorm { get; init; } = true;

    /// <summary><c>TRAIN.METRICS</c></summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [Metric.Psnr, Metric.Mae, Metric.Mse, Metric.Ssim];

    /// <summary>How the learning rate changes.</summary>
    public SchedulerSettings Scheduler { get; init; } = new();
}
