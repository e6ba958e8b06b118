using Luciole.Data.Normalization;
using Luciole.Data.Trust;
using Luciole.Files;
using Luciole.Inference;
using Luciole.Models;
using Luciole.Workflows.ModelSets;
using Wanted = Luciole.Configuration.OutputScale;

namespace Luciole.Workflows.Organelles;

/// <summary>What is known of one model of a set, whether its network is in memory or not.</summary>
internal sealed record OrganelleModel
{
    /// <summary>The member of the set.</summary>
    public required ModelSetMember Member { get; init; }

    /// <summary>What it predicts, for instance <c>Nucleus</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>SHA-256 of the checkpoint's file.</summary>
    public required string Hash { get; init; }

    /// <summary>SHA-256 of the configuration.</summary>
    public required string ConfigurationHash { get; init; }

    /// <summary>How images are prepared for it.</summary>
    public required InputPlan Plan { get; init; }

    /// <summary>Its training images; null when not known.</summary>
    public TrainingStatistics? Training { get; init; }

    /// <summary>The units that are written.</summary>
    public required Wanted Scale { get; init; }

    /// <summary>The intensities of its training targets; null when not known.</summary>
    public TargetStatistics? Targets { get; init; }

    /// <summary>The units in words.</summary>
    public string ScaleName => Scale switch
    {
        Wanted.Normalised => "normalised",
        Wanted.Target => "target",
        Wanted.Auto when Targets is not null => "target",
        _ => "raw",
    };

    /// <summary>Collects what is known of a loaded model.</summary>
    /// <exception cref="InputException">Its settings are not possible, or contradict the options.</exception>
    public static OrganelleModel Of(ModelSetMember member, TrainedModel model, SetPredictionOptions options)
    {
        var settings = model.Settings.Configuration;
        Availability.RequirePrediction(settings);
        var scale = options.Output ?? settings.Test.Output;
        if (scale == Wanted.Target && model.Record?.Targets is null)
            throw new InputException($"{model.Path}: does not know the intensities of its training targets (only checkpoints written by Luciole do), so the output scale target is impossible; use raw or normalised.");
        return new OrganelleModel
        {
            Member = member,
            Channel = model.ChannelName,
            Hash = model.Hash,
            ConfigurationHash = model.ConfigurationHash,
            Plan = InputPlan.Of(settings, model.Network.InputChannels, options.Confidence),
            Training = member.StatisticsPath is { } path ? TrainingStatistics.FromJson(ReadText(path), path) : null,
            Scale = scale,
            Targets = model.Record?.Targets,
        };
    }

    /// <summary>The units of one prediction.</summary>
    public OutputScale ScaleOf(PredictedImage prediction) => ScaleName switch
    {
        "normalised" => OutputScale.Normalised,
        "target" => OutputScale.Target(Targets!),
        _ => OutputScale.Raw(prediction.RawNormalizer),
    };

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({e.Message.TrimEnd('.')}); copy the model set again.", e);
        }
    }
}
