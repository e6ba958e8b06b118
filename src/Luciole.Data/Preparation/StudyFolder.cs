using Luciole.Data.Discovery;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>The studies of one folder: usually one with the folder's name, or those that the images' own names tell.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Studies">What it holds.</param>
/// <param name="LeftOut">What in it is no image of a study.</param>
internal sealed record StudyFolder(string Folder, IReadOnlyList<Study> Studies, IReadOnlyList<LeftOut> LeftOut)
{
    /// <summary>Looks at the names in a folder and at what they lead to; no image is opened.</summary>
    /// <exception cref="InputException">The folder cannot be read, or two files claim to be the same image.</exception>
    public static StudyFolder Read(string folder)
    {
        // The lists of prepared files are lines of text.
        if (folder.Any(char.IsControl))
            throw new InputException($"{folder}: has a line break or another control character in its name; rename it.");
        var entries = Entries(folder);
        var faults = new string?[entries.Count];
        Workers.Run(entries.Count, i => faults[i] = WhyLeftOut(entries[i]), CancellationToken.None);
        var name = Path.GetFileName(folder);
        var images = entries.Where((_, i) => faults[i] is null).Select(path => (Path: path, Study: PreparedTree.CarriesStudy(path) ? FieldImageName.TryParse(path)!.Study! : name));
        var leftOut = entries.Zip(faults).Where(entry => entry.Second is not null).Select(entry => new LeftOut(entry.First, entry.Second!));
        var studies = images.GroupBy(image => image.Study, StringComparer.Ordinal).OrderBy(group => group.Key, NaturalOrder.Instance);
        return new StudyFolder(
            folder,
            [.. studies.Select(group => Study.Of(group.Key, group.Select(image => image.Path)))],
            [.. leftOut.OrderBy(item => item.Source, NaturalOrder.Instance)]);
    }

    private static List<string> Entries(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be read ({e.Message.TrimEnd('.')}); check the permissions.", e);
        }
    }

    private static string? WhyLeftOut(string path)
    {
        if (Path.GetFileName(path).StartsWith('.'))
            return "hidden";
        return FileStatus.Of(path, follow: true)?.Kind switch
        {
            null => "a link that leads nowhere, or a name that is not UTF-8",
            FileKind.Folder => "a folder inside a study's folder",
            FileKind.File => ImageNameFault(path),
            _ => "neither a file nor a folder",
        };
    }

    /// <summary>Why a file's name is not that of an image of a study; <see langword="null"/> when it is.</summary>
    public static string? ImageNameFault(string path)
    {
        var name = Path.GetFileName(path);
        if (!ImageFolder.IsImage(name))
            return "not a .tif, .tiff or .npy image";
        return name.Any(char.IsControl) || FieldImageName.TryParse(name) is null
            ? "not named image_NUMBER_BF_zPLANE (or PC, DIC) nor image_NUMBER_Nucleus (or Mitochondria, Actin, Tubulin)"
            : null;
    }
}
