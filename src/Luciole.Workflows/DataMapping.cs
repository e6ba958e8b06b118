using Luciole.Configuration;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Measured = Luciole.Data.Normalization;

namespace Luciole.Workflows;

/// <summary>The parts of a configuration in the words of the data pipeline.</summary>
internal static class DataMapping
{
    // The published templates cut 200 of 1024 pixels off each side of a patch.
    private const double TemplatePadding = 200.0 / 1024;

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

    public static PatchLayout Layout(Overlap overlap, Padding padding) => new(overlap.Y, overlap.X, padding.Y, padding.X);

    /// <summary>The layout for prediction; padding that leaves nothing of a patch is brought to the templates' proportion.</summary>
    public static PatchLayout PredictionLayout(LucioleConfiguration configuration, out string? note)
    {
        var patch = configuration.Data.PatchSize;
        var padding = configuration.Data.Test.Padding;
        note = null;
        if (padding.Y >= patch.Height / 2 || padding.X >= patch.Width / 2)
        {
            var fitting = new Padding((int)(patch.Height * TemplatePadding), (int)(patch.Width * TemplatePadding));
            note = $"DATA.TEST.PADDING ({padding.Y}, {padding.X}) leaves nothing of a patch of {patch.Height} x {patch.Width}; ({fitting.Y}, {fitting.X}) is used.";
            padding = fitting;
        }

        return Layout(configuration.Data.Test.Overlap, padding);
    }
}
