using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>
/// Brings the prepared folders to what is planned. First goes what an earlier run made and nobody asks for now, then the new manifest
/// is written, then what is missing is made: stopped anywhere, the next run completes it.
/// </summary>
internal sealed class TreeUpdate(PreparedFolder folder, PlacingMode mode, IPreparationLog log, CancellationToken stop)
{
    private const int ProgressStep = 500;

    /// <summary>Does it and says, by image, what each destination is now.</summary>
    /// <exception cref="InputException">Something is in the way, or the file system does not allow it.</exception>
    public IReadOnlyList<IReadOnlyList<PlacedAs>> Run(IReadOnlyList<PreparedImage> images)
    {
        var earlier = TreeManifest.Read(folder.Manifest);
        var comparison = TreeComparison.Of(folder, images, earlier, mode, stop);
        Remove(comparison, earlier.Keys, images);
        TreeManifest.Write(folder.Manifest, images);
        if (Directory.Exists(folder.Unfinished))
            Directory.Delete(folder.Unfinished, recursive: true);
        return Make(images, comparison.Kept);
    }

    private void Remove(TreeComparison comparison, IEnumerable<string> earlier, IReadOnlyList<PreparedImage> images)
    {
        List<string> files = [.. comparison.Obsolete, .. comparison.Renewed];
        if (files.Count > 0)
            File.Delete(folder.Report);
        Workers.Run(files.Count, i => File.Delete(folder.PathOf(files[i])), stop);

        // A run that was stopped may have removed files and left their folders.
        var used = images.SelectMany(image => image.Destinations).Select(Path.GetDirectoryName).ToHashSet(StringComparer.Ordinal);
        foreach (var parent in earlier.Select(Path.GetDirectoryName).Distinct(StringComparer.Ordinal).Where(parent => !used.Contains(parent)))
        {
            for (var empty = parent; !string.IsNullOrEmpty(empty) && EmptyFolder.Remove(folder.PathOf(empty)); empty = Path.GetDirectoryName(empty))
                stop.ThrowIfCancellationRequested();
        }

        if (comparison.Obsolete.Count > 0)
            log.Note($"{comparison.Obsolete.Count} files of an earlier preparation are no longer asked for and were removed.");
        if (comparison.Renewed.Count > 0)
            log.Note($"{comparison.Renewed.Count} files of an earlier preparation were not what is to be there now, and are made again.");
    }

    private IReadOnlyList<IReadOnlyList<PlacedAs>> Make(IReadOnlyList<PreparedImage> images, IReadOnlyList<PlacedAs?[]> kept)
    {
        List<int> open = [.. Enumerable.Range(0, images.Count).Where(i => kept[i].Contains(null))];
        if (open.Count > 0)
            File.Delete(folder.Report);
        MakeFolders([.. open.SelectMany(i => images[i].Destinations.Where((_, d) => kept[i][d] is null)).Select(path => Path.GetDirectoryName(path)!).Distinct(StringComparer.Ordinal)]);
        var placer = new FilePlacer(mode, folder.Unfinished);
        var (done, progress) = (0, new Lock());
        Workers.Run(open.Count, n =>
        {
            Place(placer, images[open[n]], kept[open[n]]);
            if (Interlocked.Increment(ref done) % ProgressStep == 0)
            {
                lock (progress)
                    log.Progress(mode == PlacingMode.CopyOnly ? "copy" : "link", "images", done, open.Count);
            }
        }, stop);

        foreach (var ((placed, why), count) in placer.Fallbacks)
            log.Note(Explain(placed, why, count));
        EmptyFolder.Remove(folder.Unfinished);
        return [.. kept.Select(image => (IReadOnlyList<PlacedAs>)[.. image.Select(placed => placed!.Value)])];
    }

    private void MakeFolders(List<string> folders)
    {
        try
        {
            Directory.CreateDirectory(folder.Unfinished);
            Workers.Run(folders.Count, i => Directory.CreateDirectory(folder.PathOf(folders[i])), stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder.FullPath}: no folder can be made in it ({e.Message.TrimEnd('.')}); check the disk's free space and the permissions, then start again.", e);
        }
    }

    private void Place(FilePlacer placer, PreparedImage image, PlacedAs?[] placed)
    {
        for (var d = 0; d < placed.Length; d++)
        {
            if (placed[d] is not null)
                continue;
            var path = folder.PathOf(image.Destinations[d]);
            if (mode != PlacingMode.LinkOnly && Array.IndexOf(placed, PlacedAs.Copy) is >= 0 and var copy)
            {
                placer.PlaceBeside(folder.PathOf(image.Destinations[copy]), path);
                placed[d] = PlacedAs.Copy;
            }
            else
            {
                placed[d] = placer.Place(image.Source, path);
            }
        }
    }

    private static string Explain(PlacedAs placed, string why, int count) => placed == PlacedAs.SymbolicLink
        ? $"{count} files are symbolic links, for hard links are not possible ({why}); leave the studies where they are."
        : $"{count} files are copies, for links are not possible ({why}).";
}
