using Luciole.Configuration;
using Luciole.Data.Checking;
using Luciole.Data.Loading;
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

    /// <summary>How images are checked, by as many threads as there are cores.</summary>
    public static CheckSettings Check(DataSettings data, int cores) => new()
    {
        Patch = data.PatchSize.Shape(),
        ReflectToPatch = data.ReflectToPatchSize,
        Clip = data.Normalization.ToData().Clip,
        SkipDamaged = data.SkipCorrupt,
        Workers = cores,
    };

    /// <summary>How training images become batches.</summary>
    public static LoaderSettings TrainingLoader(LucioleConfiguration settings, int workers, bool onGpu = false) => CommonLoader(settings, workers, onGpu) with
    {
        Choice = settings.Data.ExtractRandomPatch ? PatchChoice.Random : PatchChoice.Grid,
        Layout = Layout(settings.Data.Train.Overlap, settings.Data.Train.Padding),
        RawsPerTarget = settings.Data.Train.RawsPerTarget == Configuration.RawsPerTarget.One ? Data.Loading.RawsPerTarget.One : Data.Loading.RawsPerTarget.All,
        Shuffle = settings.Augmentor.ShuffleTraining,
        Augmentation = AugmentationMapping.Pipeline(settings.Augmentor, settings.Data.Train.Resolution),
    };

    /// <summary>How validation images become batches: every raw, in order, unchanged.</summary>
    public static LoaderSettings ValidationLoader(LucioleConfiguration settings, int workers, bool onGpu = false) => CommonLoader(settings, workers, onGpu) with
    {
        Choice = settings.Data.ExtractRandomPatch ? PatchChoice.TopLeft : PatchChoice.Grid,
        Layout = Layout(settings.Data.Validation.Overlap, settings.Data.Validation.Padding),
    };

    private static LoaderSettings CommonLoader(LucioleConfiguration settings, int workers, bool onGpu) => new()
    {
        Patch = settings.Data.PatchSize.Shape(),
        Channels = settings.Data.PatchSize.Channels,
        BatchSize = settings.Train.BatchSize,
        ReflectToPatch = settings.Data.ReflectToPatchSize,
        Normalization = settings.Data.Normalization.ToData(),
        Seed = settings.System.Seed,
        Workers = workers,
        Prefetch = Ahead(Math.Max(1, workers), settings.Train.BatchSize, onGpu),
    };

    // One batch is ready while the next is in work, and each thread has a patch to work on. A GPU takes batches fast and must not wait
    // for a slow one, so there two more are ready, and each thread has a second patch.
    private static int Ahead(int workers, int batch, bool onGpu) => onGpu
        ? 3 + (((2 * workers) + batch - 1) / batch)
        : 1 + ((workers + batch - 1) / batch);
}
