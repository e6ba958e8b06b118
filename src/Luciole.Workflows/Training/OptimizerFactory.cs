using Luciole.Configuration;
using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>The optimiser and the learning-rate schedule that a configuration describes.</summary>
internal static class OptimizerFactory
{
    public static Optimizer Optimizer(TrainSettings train, Module network)
    {
        var groups = ParameterGroup.Split(network, train.WeightDecay);
        return train.Optimizer switch
        {
            OptimizerType.AdamW => new AdamW(groups, train.LearningRate, train.Betas.First, train.Betas.Second),
            OptimizerType.Adam => new Adam(groups, train.LearningRate, train.Betas.First, train.Betas.Second),
            _ => new Sgd(groups, train.LearningRate),
        };
    }

    /// <summary>The schedule.</summary>
    /// <param name="train">The settings.</param>
    /// <param name="stepsPerEpoch">Steps of the optimiser in an epoch.</param>
    public static LearningRateSchedule Schedule(TrainSettings train, int stepsPerEpoch) => train.Scheduler.Type switch
    {
        SchedulerType.WarmupCosine => new WarmupCosine(train.LearningRate, train.Scheduler.MinLearningRate ?? 0, Math.Max(0, train.Scheduler.WarmupEpochs), train.Epochs),
        SchedulerType.OneCycle => new OneCycle(train.LearningRate, train.Epochs, stepsPerEpoch),
        SchedulerType.ReduceOnPlateau => new ReduceOnPlateau(train.LearningRate, train.Scheduler.PlateauFactor, train.Scheduler.PlateauPatience, train.Scheduler.MinLearningRate ?? 0),
        _ => new ConstantRate(train.LearningRate),
    };
}
