using Luciole.Files;

namespace Luciole.Data.Discovery;

/// <summary>
/// The layout of <c>MULTIPLE_RAW_ONE_TARGET_LOADER</c>: <c>targets/NAME/one image</c> and <c>raws/NAME/any number of images</c>.
/// </summary>
public static class MultipleRawFolders
{
    /// <summary>Raw images without targets, unit by unit.</summary>
    /// <exception cref="InputException">A folder is missing or holds no image.</exception>
    public static SampleList Read(string rawFolder)
    {
        var folders = RequireFolders(rawFolder);
        var samples = folders.SelectMany(folder => ImageFolder.RequireImages(folder).Select(raw => new Sample(raw, null, Path.GetFileName(folder))));
        return new SampleList([.. samples], []);
    }

    /// <summary>Every raw image with the target of its folder.</summary>
    /// <exception cref="InputException">A folder is missing, empty or without partner, or a target folder holds several images.</exception>
    public static SampleList Read(string rawFolder, string targetFolder)
    {
        var samples = new List<Sample>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in RequireFolders(targetFolder))
        {
            var name = Path.GetFileName(folder);
            var target = RequireOneTarget(folder);
            var raws = Path.Combine(rawFolder, name);
            if (!Directory.Exists(raws))
                throw new InputException($"{raws}: no such folder, but the target {target} needs the raw images in it; add it or remove {folder}.");
            samples.AddRange(ImageFolder.RequireImages(raws).Select(raw => new Sample(raw, target, name)));
            used.Add(name);
        }

        var idle = ImageFolder.Folders(rawFolder).Select(path => Path.GetFileName(path)).Where(name => !used.Contains(name)).ToList();
        IReadOnlyList<string> notes = idle.Count == 0
            ? []
            : [$"{Path.Combine(rawFolder, idle[0])} has no target folder in {targetFolder} and is not used{(idle.Count > 1 ? $", nor are {idle.Count - 1} more" : "")}."];
        return new SampleList(samples, notes);
    }

    private static IReadOnlyList<string> RequireFolders(string folder)
    {
        var folders = ImageFolder.Folders(folder);
        return folders.Count > 0
            ? folders
            : throw new InputException($"{folder}: holds no folders, but several raw images for one target are kept as one folder for each target; " +
                "arrange them so or set PROBLEM.IMAGE_TO_IMAGE.MULTIPLE_RAW_ONE_TARGET_LOADER to False.");
    }

    private static string RequireOneTarget(string folder)
    {
        var images = ImageFolder.RequireImages(folder);
        return images.Count == 1
            ? images[0]
            : throw new InputException($"{folder}: holds {images.Count} targets, {Path.GetFileName(images[0])} and {Path.GetFileName(images[1])} among them; keep one.");
    }
}
