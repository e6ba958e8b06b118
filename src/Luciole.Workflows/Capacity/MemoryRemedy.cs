using System.Globalization;
using Luciole.Configuration;
using Luciole.Files;
using Luciole.Models.Footprint;
using Luciole.Torch;

namespace Luciole.Workflows.Capacity;

/// <summary>The settings that make a training fit into so much memory, the least change first.</summary>
internal static class MemoryRemedy
{
    /// <summary>The part of the memory that a training may be estimated to take.</summary>
    public const double NearlyAll = 0.9;

        /// <summary>What to set, as the end of a sentence.</summary>
    /// <param name="settings">The configuration that does not fit.</param>
    /// <param name="free">Bytes that there are, measured as the needs are.</param>
    /// <param name="mode">Where and how it is computed.</param>
    public static string For(LucioleConfiguration settings, long free, ComputeMode mode)
    {
        var (train, patch) = (settings.Train, settings.Data.PatchSize);
        var together = train.BatchSize * train.AccumulationSteps;
        var orRecompute = Recomputing(settings, train.BatchSize, train.AccumulationSteps, free, mode) is { } whole ? $", or {whole}, which takes longer and gives the same" : "";
        for (var batch = train.BatchSize - 1; batch >= 1; batch--)
        {
            if (together % batch == 0 && TrainingNeeds.Of(settings, patch, batch, together / batch, mode).Memory <= NearlyAll * free)
                return string.Create(CultureInfo.InvariantCulture, $"set TRAIN.BATCH_SIZE: {batch} and TRAIN.ACCUM_ITER: {together / batch}, which still makes steps of {together} images{orRecompute}{Lowered(settings, free, mode)}");
        }

        if (Recomputing(settings, 1, together, free, mode) is { } setting)
            return string.Create(CultureInfo.InvariantCulture, $"set {setting}{(together > 1 ? $" with TRAIN.BATCH_SIZE: 1 and TRAIN.ACCUM_ITER: {together}" : "")}, which takes longer and gives the same");
        return SmallerPatch(settings, free, mode) is { } smaller
            ? $"set DATA.PATCH_SIZE: {Text(smaller)} with TRAIN.BATCH_SIZE: 1"
            : $"make the network smaller (MODEL.VIT_EMBED_DIM, MODEL.VIT_NUM_LAYERS, MODEL.FEATURE_MAPS), or use a {(mode.Device == DeviceKind.Cuda ? "GPU" : "machine")} with more memory";
    }

    // Mixed precision where it would do alone and is not there yet.
    private static string Lowered(LucioleConfiguration settings, long free, ComputeMode mode)
    {
        if (mode is not { Device: DeviceKind.Cuda, Lowered: null })
            return "";
        var lowered = TrainingNeeds.Of(settings, mode with { Lowered = ScalarType.BFloat16 });
        return lowered.Memory <= NearlyAll * free ? ", or TRAIN.PRECISION: bf16, which is faster and less exact" : "";
    }

    // The least recomputation that fits, as it is written in a configuration.
    private static string? Recomputing(LucioleConfiguration settings, int batch, int accumulation, long free, ComputeMode mode)
    {
        if (settings.Train.Recompute != RecomputeActivations.None)
            return null;
        foreach (var recompute in new[] { RecomputeActivations.Transformer, RecomputeActivations.Decoder, RecomputeActivations.All })
        {
            var mended = settings with { Train = settings.Train with { Recompute = recompute } };
            if (TrainingNeeds.Of(mended, settings.Data.PatchSize, batch, accumulation, mode).Memory <= NearlyAll * free)
                return $"TRAIN.RECOMPUTE_ACTIVATIONS: {recompute.ToString().ToLowerInvariant()}";
        }

        return null;
    }

    private static PatchSize? SmallerPatch(LucioleConfiguration settings, long free, ComputeMode mode)
    {
        var patch = settings.Data.PatchSize;
        for (var parts = 2; parts <= 16; parts *= 2)
        {
            var smaller = new PatchSize(patch.Height / parts, patch.Width / parts, patch.Channels);
            if (patch.Height % parts != 0 || patch.Width % parts != 0)
                return null;
            try
            {
                if (TrainingNeeds.Of(settings, smaller, 1, settings.Train.AccumulationSteps, mode).Memory <= NearlyAll * free)
                    return smaller;
            }
            catch (InputException)
            {
                // The network cannot be made for so small a patch.
                return null;
            }
        }

        return null;
    }

    /// <summary>A patch size as a configuration has it.</summary>
    public static string Text(PatchSize patch) => $"({patch.Height}, {patch.Width}, {patch.Channels})";
}
