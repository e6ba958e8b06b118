using Luciole.Data.Discovery;
using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>The folder with the studies out of archives: one folder for each archive, in it one for each of its studies.</summary>
internal sealed class ExtractedArchives(string root)
{
    /// <summary>Extracts what is not there yet.</summary>
    /// <returns>The studies' folders, and what in the archives was not taken.</returns>
    /// <exception cref="InputException">An archive cannot be extracted, or two have one name.</exception>
    public (IReadOnlyList<string> Folders, IReadOnlyList<LeftOut> LeftOut) Extract(IReadOnlyList<string> archives, IPreparationLog log, CancellationToken stop)
    {
        if (archives.GroupBy(StudyPlaces.ArchiveName).FirstOrDefault(group => group.Count() > 1)?.ToList() is { } same)
            throw new InputException($"{same[0]} and {same[1]} have the same name, and so would their folders in {root}; rename one of them.");
        List<string> folders = [];
        List<LeftOut> leftOut = [];
        foreach (var archive in archives)
        {
            var folder = FolderOf(archive);
            leftOut.AddRange(new StudyArchive(archive, log, stop).ExtractTo(folder).LeftOut);
            folders.AddRange(ImageFolder.Folders(folder));
        }

        return (folders, leftOut);
    }

    /// <summary>Removes what was extracted from other archives, as long as these still exist.</summary>
    public void RemoveOthers(IReadOnlyList<string> archives)
    {
        if (!Directory.Exists(root))
            return;
        var used = archives.Select(FolderOf).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in Directory.GetDirectories(root).Where(folder => !used.Contains(folder)))
        {
            if (ArchiveRecord.Read(folder) is { } record && File.Exists(record.Archive))
                Directory.Delete(folder, recursive: true);
        }
    }

    private string FolderOf(string archive) => Path.Combine(root, StudyPlaces.ArchiveName(archive));
}
