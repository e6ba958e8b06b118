using System.IO.Enumeration;
using Luciole.Data.Discovery;
using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>The prepared folders as they are, beside what they shall be.</summary>
/// <param name="Kept">By image and destination, what is there already and stays; <see langword="null"/> is to be made.</param>
/// <param name="Renewed">Destinations that hold something else of an earlier run; to be removed and made again.</param>
/// <param name="Obsolete">Files of an earlier run that are no longer asked for; to be removed.</param>
internal sealed record TreeComparison(IReadOnlyList<PlacedAs?[]> Kept, IReadOnlyList<string> Renewed, IReadOnlyList<string> Obsolete)
{
    // File systems keep times to two seconds at worst.
    private const double TimeTolerance = 2;

    /// <summary>Compares; nothing is changed.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="images">What it shall hold.</param>
    /// <param name="earlier">What earlier runs put there, with the sources.</param>
    /// <param name="mode">How images may be placed.</param>
    /// <param name="stop">Stops between two files.</param>
    /// <exception cref="InputException">There are files that no preparation made, or that would be lost.</exception>
    public static TreeComparison Of(PreparedFolder folder, IReadOnlyList<PreparedImage> images, IReadOnlyDictionary<string, string> earlier, PlacingMode mode, CancellationToken stop)
    {
        var existing = FilesThere(folder.FullPath);
        var planned = images.SelectMany(image => image.Destinations).ToHashSet(StringComparer.Ordinal);
        var strangers = existing.Where(path => !planned.Contains(path) && !earlier.ContainsKey(path) && ImageFolder.IsImage(path));
        RefuseStrangers(folder, [.. strangers.Order(NaturalOrder.Instance)]);

        var kept = new PlacedAs?[images.Count][];
        var renewed = new List<string>();
        Workers.Run(images.Count, i =>
        {
            var image = images[i];
            kept[i] = new PlacedAs?[image.Destinations.Count];
            var source = image.Destinations.Any(existing.Contains) ? FileStatus.Of(image.Source, follow: true) : null;
            for (var d = 0; d < image.Destinations.Count; d++)
            {
                var destination = image.Destinations[d];
                if (!existing.Contains(destination))
                    continue;
                var found = Compare(image.Source, source, folder.PathOf(destination));
                kept[i][d] = Accepted(found, mode);
                if (kept[i][d] is not null)
                    continue;
                if (found == PlacedFile.Different && !earlier.ContainsKey(destination))
                    RefuseStrangers(folder, [destination]);
                lock (renewed)
                    renewed.Add(destination);
            }
        }, stop);

        var obsolete = earlier.Keys.Where(path => existing.Contains(path) && !planned.Contains(path)).ToList();
        RefuseLoss(folder, obsolete, images, earlier);
        return new TreeComparison(kept, renewed, obsolete);
    }

    private static PlacedFile Compare(string source, FileStatus? sourceStatus, string destination)
    {
        if (FileStatus.Of(destination, follow: false) is not { } found)
            return PlacedFile.Missing;
        if (found.Kind == FileKind.SymbolicLink)
            return new FileInfo(destination).LinkTarget == source ? PlacedFile.SymbolicLink : PlacedFile.Different;
        if (found.Kind != FileKind.File || sourceStatus is not { } image)
            return PlacedFile.Different;
        if ((found.Device, found.Inode) == (image.Device, image.Inode))
            return PlacedFile.HardLink;
        return found.Size == image.Size && Math.Abs(found.ModifiedSeconds - image.ModifiedSeconds) <= TimeTolerance ? PlacedFile.Copy : PlacedFile.Different;
    }

    private static PlacedAs? Accepted(PlacedFile found, PlacingMode mode) => found switch
    {
        PlacedFile.HardLink when mode != PlacingMode.CopyOnly => PlacedAs.HardLink,
        PlacedFile.SymbolicLink when mode != PlacingMode.CopyOnly => PlacedAs.SymbolicLink,
        PlacedFile.Copy when mode != PlacingMode.LinkOnly => PlacedAs.Copy,
        _ => null,
    };

    // Links to folders count as files: nothing behind them is touched.
    private static HashSet<string> FilesThere(string folder)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        var start = folder.TrimEnd('/').Length + 1;
        foreach (var root in PreparedTree.Roots.Select(root => Path.Combine(folder, root)).Where(Directory.Exists))
        {
            files.UnionWith(new FileSystemEnumerable<string>(
                root,
                (ref FileSystemEntry entry) => entry.ToFullPath()[start..],
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory || entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
                ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            });
        }

        return files;
    }

    // Training would read them, perhaps as samples of the other side.
    private static void RefuseStrangers(PreparedFolder folder, List<string> strangers)
    {
        if (strangers.Count > 0)
        {
            throw new InputException($"{folder.PathOf(strangers[0])}: was not put there by a preparation{(strangers.Count > 1 ? $", nor were {strangers.Count - 1} more images" : "")}, " +
                "and training would read it; move it away or choose another folder for --out.");
        }
    }

    // Hard links and copies may be all that is left of a study that was deleted after its preparation.
    private static void RefuseLoss(PreparedFolder folder, List<string> obsolete, IReadOnlyList<PreparedImage> images, IReadOnlyDictionary<string, string> earlier)
    {
        if (obsolete.Count == 0)
            return;
        var names = images.Where(image => image.Destinations.Count > 0).Select(image => image.Name).ToHashSet(StringComparer.Ordinal);
        var lost = obsolete.Where(path => !names.Contains(Path.GetFileName(path)) && !File.Exists(earlier[path])).ToList();
        if (lost.Count > 0)
        {
            throw new InputException($"{folder.PathOf(lost[0])}: is no longer asked for, but its source {earlier[lost[0]]} is gone and it may be the last of its image" +
                $"{(lost.Count > 1 ? $", as are {lost.Count - 1} more" : "")}; name its study too, remove it yourself, or choose another folder for --out.");
        }
    }
}
