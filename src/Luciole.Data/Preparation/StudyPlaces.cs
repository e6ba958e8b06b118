using Luciole.Data.Discovery;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>Where studies lie, before any of them is read.</summary>
/// <param name="Folders">Folders of images, one for each study.</param>
/// <param name="Archives">Archives of studies.</param>
/// <param name="LeftOut">What lies beside them and is none.</param>
internal sealed record StudyPlaces(IReadOnlyList<string> Folders, IReadOnlyList<string> Archives, IReadOnlyList<LeftOut> LeftOut)
{
    private static readonly string[] s_archiveEndings = [".tar.gz", ".tgz"];

    /// <summary>
    /// Finds the studies in what the user named: a folder with images of the challenge's names is a study, any other folder may hold
    /// folders of images and archives, a file is an archive. Beside a study's folder, an archive of the same name is left out.
    /// </summary>
    /// <exception cref="InputException">Something named does not exist, or holds no study.</exception>
    public static StudyPlaces Find(IEnumerable<string> named)
    {
        List<string> folders = [], archives = [];
        List<LeftOut> leftOut = [];
        foreach (var path in named)
        {
            if (File.Exists(path))
                archives.Add(IsArchive(path) ? Path.GetFullPath(path) : throw new InputException($"{path}: is no archive of studies; name a .tar.gz file or a folder of images."));
            else if (!Directory.Exists(path))
                throw new InputException($"{path}: no such file or folder; name a folder of Study_* folders, one of these, or a .tar.gz archive.");
            else if (IsStudy(path))
                folders.Add(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
            else
                Search(Path.GetFullPath(path), folders, archives, leftOut);
        }

        return new StudyPlaces([.. folders.DistinctBy(RealPath.Of)], [.. archives.DistinctBy(RealPath.Of)], leftOut);
    }

    /// <summary>An archive's name without <c>.tar.gz</c>.</summary>
    public static string ArchiveName(string path)
    {
        var name = Path.GetFileName(path);
        return s_archiveEndings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } found ? name[..^found.Length] : name;
    }

    private static bool IsArchive(string path) => ArchiveName(path) != Path.GetFileName(path) && !Path.GetFileName(path).StartsWith('.');

    private static bool IsStudy(string folder) => Holds(folder, file => FieldImageName.TryParse(file) is not null);

    private static void Search(string container, List<string> folders, List<string> archives, List<LeftOut> leftOut)
    {
        var found = ImageFolder.Folders(container).ToLookup(folder => Holds(folder, ImageFolder.IsImage));
        var files = Directory.GetFiles(container).Order(NaturalOrder.Instance).ToLookup(IsArchive);
        if (!found[true].Any() && !files[true].Any())
            throw new InputException($"{container}: holds neither images named like image_53_BF_z0.ome.tiff, nor folders of images, nor .tar.gz archives; name a folder of Study_* folders.");
        folders.AddRange(found[true]);
        leftOut.AddRange(found[false].Select(folder => new LeftOut(folder, "a folder without images")));
        leftOut.AddRange(files[false].Select(file => new LeftOut(file, "not in a study's folder")));
        foreach (var archive in files[true])
        {
            if (found[true].Any(folder => Path.GetFileName(folder) == ArchiveName(archive)))
                leftOut.Add(new LeftOut(archive, $"the folder {ArchiveName(archive)} lies beside it and is taken"));
            else
                archives.Add(archive);
        }
    }

    // One file is enough: large folders are listed once, later.
    private static bool Holds(string folder, Func<string, bool> wanted)
    {
        try
        {
            return Directory.EnumerateFiles(folder).Any(wanted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be read ({e.Message.TrimEnd('.')}); check the permissions.", e);
        }
    }
}
