using System.Globalization;
using Luciole.Configuration;
using Luciole.Files;
using Luciole.Torch.Distributed;
using Luciole.Training;

namespace Luciole.Workflows.Ranks;

/// <summary>What of a configuration, which speaks of all ranks together, falls to one of them.</summary>
internal static class RankShare
{
    /// <summary>Refuses what ranks cannot share.</summary>
    /// <exception cref="InputException">The batch is too small, or losses would be scaled.</exception>
    public static void Require(LucioleConfiguration settings, RankPlace place)
    {
        if (settings.Train.BatchSize < place.Ranks)
            throw new InputException($"TRAIN.BATCH_SIZE: {settings.Train.BatchSize} is of all {place.Ranks} ranks together, and some would get nothing; set it to at least {place.Ranks}, or start fewer ranks.");
        if (settings.Train.Precision == Precision.Float16)
            throw new InputException("TRAIN.PRECISION: fp16 scales the loss, which ranks do not agree on in this version; write bf16 or fp32, or start one process.");
    }

    /// <summary>The configuration with the batch of one rank, to estimate its memory.</summary>
    public static LucioleConfiguration OfOne(LucioleConfiguration settings, RankPlace place) =>
        settings with { Train = settings.Train with { BatchSize = (settings.Train.BatchSize + place.Ranks - 1) / place.Ranks } };

    /// <summary>What ranks share beside gradients.</summary>
    public static DataParallelOptions Options(LucioleConfiguration settings, JoinedRanks ranks, SharedMaximum maximum) => new()
    {
        IsNormalizationShared = settings.Train.SyncBatchNorm,
        IsEvaluationShared = settings.Data.Validation.DistributedEvaluation,
        Figures = ranks.Figures,
        Maximum = maximum,
    };

    /// <summary>How ranks share a training, in words.</summary>
    public static string Describe(LucioleConfiguration settings, JoinedRanks ranks)
    {
        var (train, count) = (settings.Train, ranks.Place.Ranks);
        var (least, most) = (train.BatchSize / count, (train.BatchSize + count - 1) / count);
        var images = least == most ? $"{most}" : $"{least} or {most}";
        var machines = ranks.Machines == 1 ? "one machine" : $"{ranks.Machines} machines";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{count} on {machines}, told by {ranks.Launcher}; batch ({train.BatchSize}) and learning rate ({train.LearningRate}) are of all together, {images} images each; batch normalisation {(train.SyncBatchNorm ? "over all" : "each by itself")}; validation {(settings.Data.Validation.DistributedEvaluation ? "shared" : "by each as a whole")}");
    }
}
