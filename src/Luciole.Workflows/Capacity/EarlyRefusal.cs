using System.Globalization;
using Luciole.Configuration;
using Luciole.Files;

namespace Luciole.Workflows.Capacity;

/// <summary>
/// Refuses a training that cannot fit before it begins, with the change that makes it fit. Estimates err, so only what is clearly too
/// much is refused; what may be too much is noted. On a GPU everything is: one that is full says so at once, and nobody is swapped out.
/// </summary>
internal static class EarlyRefusal
{
    // The estimate lies within 15 % of what was measured for nearly all networks.
    private const double CertainPart = 0.85;

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
        if (available is not { } free || needs.Memory <= MemoryRemedy.NearlyAll * free)
            return null;
        var amounts = $"training needs about {ByteText.Short(needs.Memory)} of memory, and {ByteText.Short(free)} are available{(needs.IsOnGpu ? " on the GPU" : "")}";
        var remedy = MemoryRemedy.For(settings, free, needs.Mode);
        if (needs.IsOnGpu)
            return $"{amounts}: the GPU's memory may not suffice; if so, {remedy}";
        return CertainPart * needs.Memory > free
            ? throw new InputException($"TRAIN.BATCH_SIZE: {settings.Train.BatchSize} with DATA.PATCH_SIZE: {MemoryRemedy.Text(settings.Data.PatchSize)} does not fit: {amounts}; {remedy}.")
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
}
