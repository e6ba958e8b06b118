using Luciole.Configuration;
using Luciole.Metrics;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>What a configuration asks to be learnt.</summary>
internal static class TaskFactory
{
    public static TrainingTask Task(LucioleConfiguration settings) => settings.Problem.Workflow == Workflow.SelfSupervised
        ? new PretrainingTask(NetworkFactory.Autoencoder(settings.Model, settings.Data.PatchSize, initialize: true))
        : new ImageToImageTask(NetworkFactory.ImageToImage(settings.Model, settings.Data.PatchSize, initialize: true), Loss(settings));

    public static MetricScale Scale(LucioleConfiguration settings) =>
        settings.Data.Normalization.Type == Configuration.NormalizationType.ZeroMeanUnitVariance ? MetricScale.TargetRange : MetricScale.Clamp;

    private static RegressionLoss Loss(LucioleConfiguration settings) =>
        settings.Loss.Type == LossType.MeanSquaredError ? RegressionLoss.Mse : RegressionLoss.Mae;
}
