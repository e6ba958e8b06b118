using Luciole.Configuration;
using Luciole.Data.Loading;

namespace Luciole.Workflows;

/// <summary>How a configuration wants its training and validation samples loaded.</summary>
internal static class LoaderMapping
{
    private const long MemoryPartForImages = 4;
    private const int BatchesAhead = 4;

    public static LoaderSettings Training(LucioleConfiguration settings) => Common(settings) with
    {
        Choice = settings.Data.ExtractRandomPatch ? PatchChoice.Random : PatchChoice.Grid,
        Layout = DataMapping.Layout(settings.Data.Train.Overlap, settings.Data.Train.Padding),
        RawsPerTarget = settings.Data.Train.RawsPerTarget == Configuration.RawsPerTarget.One ? Data.Loading.RawsPerTarget.One : Data.Loading.RawsPerTarget.All,
        Shuffle = settings.Augmentor.ShuffleTraining,
        Augmentation = AugmentationMapping.Pipeline(settings.Augmentor),
    };

    public static LoaderSettings Validation(LucioleConfiguration settings) => Common(settings) with
    {
        Choice = settings.Data.ExtractRandomPatch ? PatchChoice.TopLeft : PatchChoice.Grid,
        Layout = DataMapping.Layout(settings.Data.Validation.Overlap, settings.Data.Validation.Padding),
    };

    private static LoaderSettings Common(LucioleConfiguration settings) => new()
    {
        Patch = settings.Data.PatchSize.Shape(),
        Channels = settings.Data.PatchSize.Channels,
        BatchSize = settings.Train.BatchSize,
        ReflectToPatch = settings.Data.ReflectToPatchSize,
        Normalization = settings.Data.Normalization.ToData(),
        Seed = settings.System.Seed,
        Prefetch = settings.System.LoaderWorkers == 0 ? 0 : BatchesAhead,
        CacheBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryPartForImages,
    };
}
