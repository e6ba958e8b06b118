using Luciole.Configuration;
using Luciole.Data.Patches;
using Luciole.Inference;

namespace Luciole.Workflows.Organelles;

/// <summary>How an image is prepared for a network. Networks with equal plans take the same patches.</summary>
internal sealed record InputPlan
{
    // Patches that only touch say nothing of each other.
    private const double OverlapForConfidence = 0.25;

    /// <summary>The network's input channels.</summary>
    public required long Channels { get; init; }

    /// <summary>The patch.</summary>
    public required PatchShape Patch { get; init; }

    /// <summary>How patches lie.</summary>
    public required PatchLayout Layout { get; init; }

    /// <summary>The normalisation.</summary>
    public required Data.Normalization.NormalizationSettings Normalization { get; init; }

    /// <summary>Whether small images are reflected to the patch's size.</summary>
    public required bool ReflectToPatch { get; init; }

    /// <summary>How orientations become one.</summary>
    public required OrientationMerge? Orientations { get; init; }

    /// <summary>The precision on a GPU.</summary>
    public required Precision Precision { get; init; }

    /// <summary>The filters before everything else; null without any, so that plans without filters are equal.</summary>
    public required PreprocessSettings? Filters { get; init; }

    /// <summary>Whether images become red, green and blue.</summary>
    public required bool ForceRgb { get; init; }

    /// <summary>The plan of a configuration.</summary>
    public static InputPlan Of(LucioleConfiguration settings, long channels, bool confidence)
    {
        var layout = DataMapping.Layout(settings.Data.Test.Overlap, settings.Data.Test.Padding);
        if (confidence && layout is { OverlapX: 0, OverlapY: 0 })
            layout = layout with { OverlapX = OverlapForConfidence, OverlapY = OverlapForConfidence };
        return new InputPlan
        {
            Channels = channels,
            Patch = settings.Data.PatchSize.Shape(),
            Layout = layout,
            Normalization = settings.Data.Normalization.ToData(),
            ReflectToPatch = settings.Data.ReflectToPatchSize,
            Orientations = DataMapping.Orientations(settings.Test),
            Precision = settings.Train.Precision,
            Filters = settings.Data.Preprocess.Test ? settings.Data.Preprocess : null,
            ForceRgb = settings.Data.ForceRgb,
        };
    }
}
