using Luciole.Configuration;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Inference;
using Measured = Luciole.Data.Normalization;

namespace Luciole.Workflows;

/// <summary>The parts of a configuration in the words of the data pipeline.</summary>
internal static class DataMapping
{
    public static PatchShape Shape(this PatchSize patch) => new(patch.Height, patch.Width);

    public static Measured.NormalizationSettings ToData(this Configuration.NormalizationSettings settings) => new()
    {
        Type = settings.Type switch
        {
            Configuration.NormalizationType.Division => Measured.NormalizationType.Div,
            Configuration.NormalizationType.ScaleRange => Measured.NormalizationType.ScaleRange,
            _ => Measured.NormalizationType.ZeroMeanUnitVariance,
        },
        MeasureBy = settings.MeasureBy == NormalizationScope.Image ? MeasureBy.Image : MeasureBy.Patch,
        Clip = settings.ClipPercentiles
            ? new IntensityClip(settings.LowerPercentile, settings.UpperPercentile, settings.LowerValue, settings.UpperValue)
            : null,
        Mean = settings.Mean,
        StandardDeviation = settings.StandardDeviation,
    };

    /// <summary>Null: no test-time augmentation.</summary>
    public static OrientationMerge? Orientations(TestSettings settings) => settings switch
    {
        { Augmentation: false } => null,
        { AugmentationMerge: AugmentationMerge.Minimum } => OrientationMerge.Minimum,
        { AugmentationMerge: AugmentationMerge.Maximum } => OrientationMerge.Maximum,
        _ => OrientationMerge.Mean,
    };

    public static PatchLayout Layout(Overlap overlap, Padding padding) => new(overlap.Y, overlap.X, padding.Y, padding.X);
}
