namespace Luciole.Configuration;

/// <summary>Loss, schedule and prediction settings must fit together.</summary>
internal static class TrainRules
{
    private const string Scheduler = "TRAIN.LR_SCHEDULER.";

    public static void Check(LucioleConfiguration configuration, ConfigurationRules rules)
    {
        CheckLoss(configuration.Loss, rules);
        CheckSchedule(configuration.Train, rules);
        if (configuration.Test is { Augmentation: true, ReduceMemory: true })
            rules.RefuseEither("TEST.REDUCE_MEMORY", "TEST.AUGMENTATION", "cannot be combined with TEST.AUGMENTATION; set one of the two to False");
        if (configuration.Train.MaxMinutes == 0)
            rules.Refuse("TRAIN.MAX_MINUTES", "is 0, which leaves no time to train; write a number above 0, or -1 for no limit");
    }

    private static void CheckLoss(LossSettings loss, ConfigurationRules rules)
    {
        if (loss.Type is not (LossType.WeightedAbsoluteErrorSsim or LossType.WeightedSquaredErrorSsim))
            return;
        if (loss.Weights.Count != 2)
            rules.RefuseEither("LOSS.WEIGHTS", "LOSS.TYPE", $"has {loss.Weights.Count} values, but LOSS.TYPE: {Choices.LossType.Write(loss.Type)} takes two, such as [0.66, 0.34]");
        if (Math.Abs(loss.Weights.Sum() - 1) > 1e-6)
            rules.RefuseEither("LOSS.WEIGHTS", "LOSS.TYPE", $"sum to {loss.Weights.Sum():0.######}, but must sum to 1; write for instance [{PythonText.OfDouble(loss.Weights[0])}, {PythonText.OfDouble(Math.Round(1 - loss.Weights[0], 10))}]");
    }

    private static void CheckSchedule(TrainSettings train, ConfigurationRules rules)
    {
        var schedule = train.Scheduler;
        var name = Choices.Scheduler.Write(schedule.Type);
        if (schedule.Type is SchedulerType.ReduceOnPlateau or SchedulerType.WarmupCosine)
        {
            if (schedule.MinLearningRate is null)
                rules.RefuseEither(Scheduler + "MIN_LR", Scheduler + "NAME", $"is missing, but {name} needs it; write for instance {PythonText.OfDouble(train.LearningRate / 20)}");
            if (schedule.MinLearningRate > train.LearningRate)
                rules.RefuseEither(Scheduler + "MIN_LR", "TRAIN.LR", $"is {PythonText.OfDouble(schedule.MinLearningRate.Value)}, but must be at most TRAIN.LR ({PythonText.OfDouble(train.LearningRate)})");
        }

        if (schedule.Type == SchedulerType.ReduceOnPlateau)
        {
            if (schedule.PlateauPatience == -1)
                rules.RefuseEither(Scheduler + "REDUCEONPLATEAU_PATIENCE", Scheduler + "NAME", "is missing, but reduceonplateau needs it; write for instance 10");
            if (train.Patience != -1 && schedule.PlateauPatience >= train.Patience)
                rules.RefuseEither(Scheduler + "REDUCEONPLATEAU_PATIENCE", "TRAIN.PATIENCE", $"is {schedule.PlateauPatience}, but must be below TRAIN.PATIENCE ({train.Patience}), or training stops before the rate ever falls");
            if (schedule.PlateauFactor is 0 or 1)
                rules.Refuse(Scheduler + "REDUCEONPLATEAU_FACTOR", $"is {schedule.PlateauFactor}, but must lie between 0 and 1; write for instance 0.5");
        }

        if (schedule.Type == SchedulerType.WarmupCosine)
        {
            if (schedule.WarmupEpochs == -1)
                rules.RefuseEither(Scheduler + "WARMUP_COSINE_DECAY_EPOCHS", Scheduler + "NAME", $"is missing, but warmupcosine needs it; write for instance {Math.Max(1, train.Epochs / 16)}");
            if (schedule.WarmupEpochs > train.Epochs)
                rules.RefuseEither(Scheduler + "WARMUP_COSINE_DECAY_EPOCHS", "TRAIN.EPOCHS", $"is {schedule.WarmupEpochs}, but TRAIN.EPOCHS is {train.Epochs}; write at most {train.Epochs}");
        }
    }
}
