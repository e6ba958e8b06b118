using System.Globalization;
using Luciole.Configuration;
using Luciole.Files;

namespace Luciole.Workflows.Capacity;

/// <summary>
/// Refuses a training that cannot fit before it begins, with the change that makes it fit. Estimates err, so only what is clearly too
/// much is refused; what may be too much is noted.
/// </summary>
internal static class EarlyRefusal
{
    // The estimate lies within 15 % of what was measured for nearly all networks.
    private const double CertainPart = 0.85;
    private const double NearlyAll = 0.9;

    // The last state, the best one, and the one being written.
    private const int CheckpointsAtLeast = 3;

    /// <summary>Compares the memory that is needed with what there is.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="needs">What it needs.</param>
    /// <param name="available">Bytes; null when unknown.</param>
    /// <returns>What to know before it begins; null when there is nothing.</returns>
    /// <exception cref="InputException">It cannot fit.</exception>
    public static string? Memory(LucioleConfiguration settings, TrainingNeeds needs, long? available)
    {
        if (available is not { } free || needs.Memory <= NearlyAll * free)
            return null;
        var amounts = $"training needs about {ByteText.Short(needs.Memory)} of memory, and {ByteText.Short(free)} are available";
        var remedy = Remedy(settings, free);
        return CertainPart * needs.Memory > free
            ? throw new InputException($"TRAIN.BATCH_SIZE: {settings.Train.BatchSize} with DATA.PATCH_SIZE: {Text(settings.Data.PatchSize)} does not fit: {amounts}; {remedy}.")
            : $"{amounts}: it may become slow, or be ended by the system; if so, {remedy}";
    }

    /// <summary>Compares the disk space that checkpoints need with what there is.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="needs">What it needs.</param>
    /// <param name="folder">The folder of the checkpoints.</param>
    /// <param name="free">Bytes; null when unknown.</param>
    /// <returns>What to know before it begins; null when there is nothing.</returns>
    /// <exception cref="InputException">Not even the last and the best checkpoint fit.</exception>
    public static string? Disk(LucioleConfiguration settings, TrainingNeeds needs, string folder, long? free)
    {
        if (free is not { } space)
            return null;
        var least = CheckpointsAtLeast * needs.Checkpoint;
        if (least > space)
        {
            throw new InputException(
                $"{folder}: {ByteText.Short(space)} are free, but the last and the best checkpoint and the one being written need {ByteText.Short(least)}; make room, or choose another disk with PATHS.CHECKPOINT or --result_dir.");
        }

        var all = CheckpointSpace(settings, needs);
        return all <= space ? null
            : $"{folder}: {ByteText.Short(space)} are free, and all checkpoints of MODEL.SAVE_CKPT_FREQ: {settings.Model.SaveEvery} need {ByteText.Short(all)}; make room, or save less often";
    }

    /// <summary>The disk space that all checkpoints need which are kept.</summary>
    public static long CheckpointSpace(LucioleConfiguration settings, TrainingNeeds needs) =>
        (CheckpointsAtLeast + (settings.Model.SaveEvery > 0 ? settings.Train.Epochs / settings.Model.SaveEvery : 0)) * needs.Checkpoint;

    /// <summary>Bytes free on the disk of a folder that need not exist yet; null when unknown.</summary>
    public static long? FreeSpace(string folder)
    {
        try
        {
            var existing = new DirectoryInfo(Path.GetFullPath(folder));
            while (!existing.Exists && existing.Parent is { } parent)
                existing = parent;
            return new DriveInfo(existing.FullName).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string Remedy(LucioleConfiguration settings, long free)
    {
        var (train, patch) = (settings.Train, settings.Data.PatchSize);
        var together = train.BatchSize * train.AccumulationSteps;
        var orRecompute = Recomputing(settings, train.BatchSize, train.AccumulationSteps, free) is { } whole ? $", or {whole}, which takes longer and gives the same" : "";
        for (var batch = train.BatchSize - 1; batch >= 1; batch--)
        {
            if (together % batch == 0 && TrainingNeeds.Of(settings, patch, batch, together / batch).Memory <= NearlyAll * free)
                return string.Create(CultureInfo.InvariantCulture, $"set TRAIN.BATCH_SIZE: {batch} and TRAIN.ACCUM_ITER: {together / batch}, which still makes steps of {together} images{orRecompute}");
        }

        if (Recomputing(settings, 1, together, free) is { } setting)
            return string.Create(CultureInfo.InvariantCulture, $"set {setting}{(together > 1 ? $" with TRAIN.BATCH_SIZE: 1 and TRAIN.ACCUM_ITER: {together}" : "")}, which takes longer and gives the same");
        return SmallerPatch(settings, free) is { } smaller
            ? $"set DATA.PATCH_SIZE: {Text(smaller)} with TRAIN.BATCH_SIZE: 1"
            : "make the network smaller (MODEL.VIT_EMBED_DIM, MODEL.VIT_NUM_LAYERS, MODEL.FEATURE_MAPS), or use a machine with more memory";
    }

    // The least recomputation that fits, as it is written in a configuration.
    private static string? Recomputing(LucioleConfiguration settings, int batch, int accumulation, long free)
    {
        if (settings.Train.Recompute != RecomputeActivations.None)
            return null;
        foreach (var recompute in new[] { RecomputeActivations.Transformer, RecomputeActivations.Decoder, RecomputeActivations.All })
        {
            var mended = settings with { Train = settings.Train with { Recompute = recompute } };
            if (TrainingNeeds.Of(mended, settings.Data.PatchSize, batch, accumulation).Memory <= NearlyAll * free)
                return $"TRAIN.RECOMPUTE_ACTIVATIONS: {recompute.ToString().ToLowerInvariant()}";
        }

        return null;
    }

    private static PatchSize? SmallerPatch(LucioleConfiguration settings, long free)
    {
        var patch = settings.Data.PatchSize;
        for (var parts = 2; parts <= 16; parts *= 2)
        {
            var smaller = new PatchSize(patch.Height / parts, patch.Width / parts, patch.Channels);
            if (patch.Height % parts != 0 || patch.Width % parts != 0)
                return null;
            try
            {
                if (TrainingNeeds.Of(settings, smaller, 1, settings.Train.AccumulationSteps).Memory <= NearlyAll * free)
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

    private static string Text(PatchSize patch) => $"({patch.Height}, {patch.Width}, {patch.Channels})";
}
