using Luciole.Configuration;
using Luciole.Metrics;
using Luciole.Torch.Distributed;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>What a configuration asks to be learnt.</summary>
internal static class TaskFactory
{
    public static TrainingTask Task(LucioleConfiguration settings, ComputePlan plan, SharedMaximum? ranks = null) => settings.Problem.Workflow == Workflow.SelfSupervised
        ? new PretrainingTask(NetworkFactory.Autoencoder(settings.Model, settings.Data.PatchSize, initialize: true)) { Mixed = plan.Mixed, ChannelsLast = plan.ChannelsLast }
        : new ImageToImageTask(NetworkFactory.ImageToImage(settings.Model, settings.Data.PatchSize, initialize: true), Loss(settings.Loss, HasFixedRange(settings), ranks))
        {
            Mixed = plan.Mixed,
            ChannelsLast = plan.ChannelsLast,
        };

    /// <summary>How PSNR and SSIM are brought to one scale: by the range of normalised values where it is known, else by the target's.</summary>
    public static MetricScale Scale(LucioleConfiguration settings) => HasFixedRange(settings) ? MetricScale.Clamp : MetricScale.TargetRange;

    private static bool HasFixedRange(LucioleConfiguration settings) => settings.Data.Normalization.Type != Configuration.NormalizationType.ZeroMeanUnitVariance;

    private static ImageLoss Loss(LossSettings loss, bool hasFixedRange, SharedMaximum? ranks)
    {
        var range = hasFixedRange ? SimilarityRange.Unit : SimilarityRange.Batch;
        return loss.Type switch
        {
            LossType.MeanSquaredError => ImageLoss.Mse,
            LossType.MeanAbsoluteError => ImageLoss.Mae,
            LossType.StructuralSimilarity => ImageLoss.Ssim(range, ranks),
            LossType.WeightedAbsoluteErrorSsim => ImageLoss.Weighted(ImageLoss.Mae, loss.Weights[0], loss.Weights[1], range, ranks),
            _ => ImageLoss.Weighted(ImageLoss.Mse, loss.Weights[0], loss.Weights[1], range, ranks),
        };
    }
}
